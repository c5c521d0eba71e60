// time limit: 120 s

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame } from '../../drivers/camera/contract.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import type { FromSight, ToSight } from '../../firmware/check/sight-words.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { cleanScene, framesOf } from '../card-face/laid-card.ts';
import { madeCard } from '../card-face/made-cards.ts';

interface Place {
  thread: Worker;
  heard: FromSight[];
}

type Answer = Extract<FromSight, { readonly say: 'done' | 'failed' }>;

const test = suite<Place>('the thread that sees');
const call = 1;

/** Every test's thread has just said that its models are loaded: it rehearses, for a second and more. */
test.before.each(async (place) => {
  place.thread = new Worker(join(projectHome(), 'dist/app/sight-thread.js'));
  place.heard = [];
  place.thread.on('message', (message: FromSight) => place.heard.push(message));
  tell(place, {
    do: 'load',
    settings: {
      models: join(projectHome(), 'models'),
      threads: 1,
      liveness: { required: true, leastScore: 0, turnMs: 8000 },
    },
  });
  await until(() => place.heard.some(({ say }) => say === 'loaded'));
});
test.after.each(async ({ thread }) => {
  await thread.terminate();
});

function tell({ thread }: Place, message: ToSight): void {
  thread.postMessage(message, message.do === 'frame' ? [message.jpeg.buffer] : []);
}

function show(place: Place, { jpeg, at }: Frame): void {
  tell(place, { do: 'frame', call, jpeg: new Uint8Array(jpeg), at });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(5);
}

/** What the scan came to; `meanwhile` is done again and again until then. */
async function answered({ heard }: Place, meanwhile: () => void = () => undefined): Promise<Answer> {
  const answer = () => heard.find((message): message is Answer => message.say === 'done' || message.say === 'failed');
  while (!answer()) {
    meanwhile();
    await delay(50);
  }
  return answer() as Answer;
}

test('[R12] a card that lies there while it rehearses is read', async (place) => {
  const random = seededRandom(7);
  const { face, code } = madeCard(random, 1);
  const frames = await framesOf(await drawCardFace(face), cleanScene(random), 4, random);
  tell(place, { do: 'scan', call });
  let shown = 0;
  const answer = await answered(place, () => show(place, frames[shown++ % frames.length] as Frame));
  assert.is(answer.say, 'done');
  if (answer.say === 'done') assert.is(Buffer.from(answer.code ?? []).toString('latin1', 0, code.length), code);
});

test('[R12] the end of the frames that comes while it rehearses is not missed', async (place) => {
  tell(place, { do: 'scan', call });
  show(place, { jpeg: Buffer.from('no picture'), at: 0 });
  tell(place, { do: 'frames-over', call });
  const answer = await answered(place);
  assert.is(answer.say === 'failed' && answer.fault.code, 'CARD_FACE_NOT_SEEN');
});

test.run();
