// time limit: 900 s
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openStage } from '../../build/gallery/stage.ts';
import { atRest } from '../../build/gallery/views.ts';
import { openTerminal } from '../../build/visit/terminal-client.ts';
import { projectHome } from '../../firmware/device/home.ts';
import type { EventData } from '../../firmware/terminal/messages.ts';
import { synthesize } from '../../firmware/voice/voice.ts';
import { utterancesOf } from '../../firmware/words/utterances.ts';
import { type BlindPatient, earphoneName, seatBlindPatient } from '../support/blind-patient.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite('a visit by sound and touch alone, at a running reader');

/** One visit of somebody who does not see the panel; a terminal answers. */
async function visit(
  speech: { readonly earphone?: string },
  work: (patient: BlindPatient, running: RunningReader, heard: Partial<EventData>) => Promise<void>,
): Promise<void> {
  const running = await startRunningReader({
    settings: () => ({
      panel: { language: 'en', speech: { volume: 100, ...speech } },
      timeouts: { farewell: 1, face: 60 },
    }),
  });
  const heard: Partial<EventData> = {};
  const terminal = await openTerminal({
    url: running.place.mqtt,
    reader: 'kazasu',
    eligibility: 'valid',
    onEvent: (name, data) => {
      heard[name] = data as never;
    },
  });
  const { desk } = running.place;
  await desk.ask({ wish: 'stand', file: running.emulation.person });
  const patient = await seatBlindPatient(running.place.panel, 'en');
  try {
    await work(patient, running, heard);
  } finally {
    await patient.close();
    await terminal.close();
    await running.stop();
  }
}

// Of a page that has just been opened the second phrase is waited for: the recorder may begin within the first.
const digitsIn = (patient: BlindPatient) =>
  patient.heard.flatMap((what) => (what.what === 'phrase' && what.id.startsWith('digit.') ? [what] : []));

test('[R10] [R41] by face; without an earphone no PIN key is spoken, and the way on is told', async () => {
  await visit({}, async (patient, { place: { desk }, emulation }, heard) => {
    await patient.hears('screens.idle.text');
    await desk.ask({ wish: 'lay', file: emulation.card });
    await patient.hears('screens.choosing.title');
    await patient.hears('aloud.invitation');
    await patient.holdTwoFingers();
    await patient.hears('aloud.eyesFreeOn');
    await patient.chooses('words.pin');
    await patient.hears('screens.pin.title');
    await patient.hears('aloud.pinNeedsEarphone');
    await patient.chooses('words.otherMethod'); // past the keys
    await patient.hears('screens.choosing.title');
    await patient.chooses('words.face');
    await patient.hears('screens.face.title');
    await patient.hears('questions.records.title');
    await patient.chooses('words.agreeAll');
    await patient.hears('screens.take-card.title');
    await patient.hears('results.valid.title');
    await desk.ask({ wish: 'take' });
    await patient.hears('screens.idle.text');
    assert.is(heard.verdict?.method, 'face');
    assert.is(heard.consent?.comprehensive, true);
    assert.equal(digitsIn(patient), []);
  });
});

test('[R10] [R41] by PIN: its keys are heard through the earphone alone, and the core does not learn which', async () => {
  await visit({ earphone: earphoneName }, async (patient, { place: { desk }, emulation }, heard) => {
    await patient.hears('screens.idle.text');
    await patient.holdTwoFingers();
    await patient.hears('aloud.eyesFreeOn');
    await desk.ask({ wish: 'lay', file: emulation.card });
    await patient.hears('screens.choosing.title');
    await patient.chooses('words.pin');
    await patient.hears('screens.pin.title');
    for (const [at, digit] of [...'1234'].entries()) {
      await patient.chooses(`digit.${digit}`);
      await patient.hears(`words.digits.${at + 1}`);
    }
    await patient.chooses('words.enter');
    await patient.hears('questions.records.title');
    await patient.chooses('words.disagree');
    await patient.hears('screens.take-card.title');
    await patient.hears('results.valid.title');
    await desk.ask({ wish: 'take' });
    await patient.hears('screens.idle.text');
    assert.is(heard.verdict?.method, 'pin');
    assert.is(heard.consent?.comprehensive, false);
    const digits = digitsIn(patient);
    assert.ok(digits.length >= 4);
    assert.ok(
      digits.every(({ sink }) => sink !== ''),
      'the loudspeaker said none',
    );
    const asked = patient.asked.flatMap((address) => /\/digit\.(\d)$/.exec(address)?.[1] ?? []);
    assert.is(asked.join(''), '0123456789', 'all of them, once, in their order');
  });
});

test('[R18] tones lead the face to the camera', async () => {
  const sounds = new Map<string, Promise<Buffer>>();
  const stage = await openStage(join(projectHome(), 'dist/app/page'), atRest, async (phrase) => {
    const words = utterancesOf('ja').get(phrase.replace(/^ja\//, ''));
    if (words === undefined) return undefined;
    const sound = sounds.get(words) ?? synthesize('ja', words);
    sounds.set(words, sound);
    return sound;
  });
  const patient = await seatBlindPatient(stage.address, 'ja');
  const face = { ...atRest, session: 'tones', screen: 'face' } as const;
  const near = (hz: number, wanted: number) => Math.abs(hz - wanted) < 40;
  try {
    await patient.hears('screens.idle.text');
    await patient.holdTwoFingers();
    await patient.hears('screens.idle.title'); // said once more
    stage.show({ ...face, hint: 'FACE_MOVE_LEFT' });
    await patient.hears('aloud.faceByTone');
    await patient.hearsTone(({ hz, pan }) => near(hz, 523) && pan < -0.9);
    stage.show({ ...face, hint: 'FACE_MOVE_RIGHT' });
    await patient.hearsTone(({ hz, pan }) => near(hz, 523) && pan > 0.9);
    stage.show({ ...face, hint: 'FACE_TOO_FAR' });
    await patient.hearsTone(({ hz, pan }) => near(hz, 262) && Math.abs(pan) < 0.1);
    stage.show({ ...face, hint: 'FACE_TOO_CLOSE' });
    await patient.hearsTone(({ hz, pan }) => near(hz, 1047) && Math.abs(pan) < 0.1);
    stage.show(face);
    await patient.hearsTone(({ hz, pan }) => near(hz, 523) && Math.abs(pan) < 0.1);
  } finally {
    await patient.close();
    await stage.close();
  }
});

test.run();
