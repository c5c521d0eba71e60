// time limit: 120 s
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { voiceFault } from '../../firmware/voice/faults.ts';
import { openVoice, synthesize, Voice } from '../../firmware/voice/voice.ts';
import { lacksOf, loadVoicePack } from '../../firmware/voice/voice-pack.ts';
import { wavOf } from '../../firmware/voice/wav.ts';
import { utterancesOf } from '../../firmware/words/utterances.ts';

const test = suite<{ folder: string }>('voice packs');
const recording = wavOf([{ rate: 48_000, bytes: Buffer.from('recorded') }]);
const ogg = Buffer.from('OggS and so on');

/** A pack's manifest and files. */
async function writePack(folder: string, languages: unknown, files: Record<string, Buffer>): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ name: 'Hanako', licence: 'CC0-1.0', languages }));
}

const code = (error: unknown) => Reflect.get(Object(error), 'code');

test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-voice-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true, force: true }));

test('a recording is heard in place of the synthetic voice, phrase by phrase, in its language alone', async ({
  folder,
}) => {
  const recordings = { 'screens.idle.title': 'ja/idle.wav', 'words.face': 'ja/face.ogg' };
  await writePack(folder, { ja: recordings }, { 'ja/idle.wav': recording, 'ja/face.ogg': ogg });
  const voice = await openVoice(folder, (fault) => assert.unreachable(fault.message));
  assert.equal(await voice.soundOf('ja', 'screens.idle.title'), { type: 'audio/wav', bytes: recording });
  assert.equal(await voice.soundOf('ja', 'words.face'), { type: 'audio/ogg', bytes: ogg });
  const synthetic = await voice.soundOf('ja', 'screens.idle.text');
  assert.is(synthetic?.bytes.toString('latin1', 0, 4), 'RIFF');
  assert.not.equal(synthetic?.bytes, recording);
  assert.not.equal((await voice.soundOf('en', 'screens.idle.title'))?.bytes, recording);
});

test('phrases that say the same share one recording; what a pack lacks is told', async ({ folder }) => {
  await writePack(folder, { ja: { 'words.enter': 'ja/enter.wav' } }, { 'ja/enter.wav': recording });
  const pack = await loadVoicePack(folder);
  const lacks = lacksOf(pack, 'ja');
  assert.not(lacks.includes('words.enter'));
  assert.not(lacks.includes('words.done'), 'both are 決定');
  assert.ok(lacks.includes('screens.idle.title'));
  assert.is(lacks.length, new Set(utterancesOf('ja').values()).size - 1);
  const voice = new Voice({
    pack,
    synthesize: () => assert.unreachable() as never,
    onTrouble: () => assert.unreachable(),
  });
  assert.equal((await voice.soundOf('ja', 'words.done'))?.bytes, recording);
});

test('what is wrong with a recording is told, and the rest of the pack is used', async ({ folder }) => {
  const ja = {
    'screens.idle.title': 'ja/idle.wav',
    'screens.idle.text': 'ja/not-there.wav',
    'words.face': 'ja/text.wav',
    'words.nobody': 'ja/idle.wav',
  };
  await writePack(folder, { ja }, { 'ja/idle.wav': recording, 'ja/text.wav': Buffer.from('no sound at all') });
  const { flaws, files } = await loadVoicePack(folder);
  assert.equal(flaws, [
    'ja screens.idle.text: its file is not there',
    'ja words.face: its file is not what its name says',
    'ja words.nobody: there is no such phrase',
  ]);
  assert.is(files.ja.size, 1);
  const told: string[] = [];
  const voice = await openVoice(folder, (fault) => told.push(fault.code));
  assert.equal(told, ['VOICE_PACK_FLAWED']);
  assert.ok(await voice.soundOf('ja', 'words.face'), 'the synthetic voice speaks it');
});

test('a pack reaches for no file outside its folder, and one that is none keeps no reader silent', async ({
  folder,
}) => {
  for (const file of ['../idle.wav', '/etc/idle.wav', 'ja/../../idle.wav', 'ja/idle.mp3']) {
    await writePack(folder, { ja: { 'screens.idle.title': file } }, {});
    await loadVoicePack(folder).then(
      () => assert.unreachable(file),
      (error) => assert.is(code(error), 'VOICE_PACK_UNREADABLE', file),
    );
  }
  const told: string[] = [];
  const voice = await openVoice(join(folder, 'nowhere'), (fault) => told.push(fault.code));
  assert.equal(told, ['VOICE_PACK_UNREADABLE']);
  assert.ok(await voice.soundOf('pt', 'words.face'));
});

test('only phrases of the catalogue have a sound; each is made once', async () => {
  let made = 0;
  const onTrouble = () => assert.unreachable();
  const voice = new Voice({ pack: undefined, synthesize: async () => Buffer.alloc(++made), onTrouble });
  for (const id of ['', 'words', 'words.nobody', 'constructor', 'words.certificateEnding.2031/02/17'])
    assert.is(await voice.soundOf('ja', id), undefined, id);
  await voice.soundOf('ja', 'words.face');
  await voice.soundOf('ja', 'words.face');
  assert.is(made, 1);
});

test('without eSpeak NG the panel stays silent and says so once', async () => {
  const told: string[] = [];
  const voice = new Voice({
    pack: undefined,
    synthesize: async () => {
      throw voiceFault('SPEECH_TOOL_MISSING');
    },
    onTrouble: (fault) => told.push(fault.code),
  });
  assert.is(await voice.soundOf('ja', 'words.face'), undefined);
  assert.is(await voice.soundOf('ja', 'words.pin'), undefined);
  assert.equal(told, ['SPEECH_TOOL_MISSING']);
  const { PATH } = process.env;
  process.env.PATH = '/nowhere';
  try {
    await synthesize('ja', 'かお').then(
      () => assert.unreachable(),
      (error) => assert.is(code(error), 'SPEECH_TOOL_MISSING'),
    );
  } finally {
    process.env.PATH = PATH;
  }
});

test('a phrase in two voices is one sound', async () => {
  const whole = await synthesize('en', 'Please show the notice (資格情報のお知らせ) at the counter');
  const [english, japanese] = await Promise.all([
    synthesize('en', 'Please show the notice'),
    synthesize('ja', 'しかくじょうほうのおしらせ'),
  ]);
  assert.ok(whole.length > english.length + japanese.length);
  assert.is(whole.readUInt32LE(4), whole.length - 8);
  assert.is(whole.readUInt32LE(40), whole.length - 44);
});

test.run();
