import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { deviceKeyOf, openDeviceKey } from '../../../crypto/device-key.ts';
import { systemFiles as files } from '../../../crypto/durable-files.ts';
import { demandPack } from '../../check/recognizer-pack.ts';
import { headAnchor } from '../../records/head-anchor.ts';
import { type Book, logFiles, verifyOperationLog } from '../../records/operation-log.ts';
import { loadVoicePack } from '../../voice/voice-pack.ts';
import { readOpening } from '../board/opening.ts';
import type { Clock } from '../clock.ts';
import { keyFiles } from '../key-files.ts';
import { demandInService } from '../life/life.ts';
import type { Settings } from '../settings.ts';
import { earliestWall } from '../watch-clock.ts';
import { freeBytes, leastFreeBytes } from '../watch-disk.ts';
import { answered, type HealthPoint } from './point.ts';

const pcscSocket = '/run/pcscd/pcscd.comm';

/** What the machine must bring (R46). `models`: folder of the model files. */
export async function machinePoints(settings: Settings, models: string, clock: Clock): Promise<HealthPoint[]> {
  const { drivers, device, records } = settings;
  const { board } = drivers;
  const question = (name: string, what: string, mend: string) => ({ name, what, mend, demanded: false });
  const cameras = [drivers.faceCamera, drivers.cardCamera].filter(({ driver }) => driver === 'ffmpeg');
  const absent = cameras.flatMap(({ input }) => (input?.startsWith('/') && !existsSync(input) ? [input] : []));
  return [
    answered(
      question('models', 'the models are whole', 'Install the model files again: npm run setup.'),
      await codeOf(demandPack({ ...settings.check, models })),
    ),
    answered(
      question('device-key', "the device's key is there and usable", 'Do as the code says.'),
      await codeOf(openDeviceKey(device.folder, { files: keyFiles(device), now: clock.wall() })),
    ),
    answered(
      question('disk', 'the records can be written', 'Make room, or mount the disk for writing.'),
      await full(records.folder),
    ),
    answered(
      question('log-chain', 'both logs hold together and are signed', 'Export the records and tell the vendor.'),
      await brokenLog(settings, clock),
    ),
    answered(
      question('clock', 'the clock has been set', 'Set date and time, or let the machine reach a time server.'),
      clock.wall() < earliestWall ? new Date(clock.wall()).toISOString() : undefined,
    ),
    answered(
      question('card-service', 'the PC/SC daemon is there', 'Install and start pcscd.'),
      drivers.card.driver === 'pcsc' && !existsSync(pcscSocket) ? `no ${pcscSocket}` : undefined,
    ),
    answered(
      question('camera-tool', 'ffmpeg is installed', 'Install the system package ffmpeg.'),
      cameras.length > 0 && !onPath('ffmpeg') ? 'not found' : undefined,
    ),
    answered(
      question(
        'cameras',
        'the cameras are plugged in',
        'Check their cables and drivers.faceCamera, drivers.cardCamera.',
      ),
      absent.length === 0 ? undefined : `no ${absent.join(', ')}`,
    ),
    answered(
      question(
        'speech',
        'the panel can speak every phrase',
        'Install the system package espeak-ng; look over the voice pack with: kazasu voice check FOLDER.',
      ),
      await speechless(settings.panel.speech.voicePack),
    ),
    answered(
      question('board', 'the board of lights and sensors is plugged in', 'Check its cable and drivers.board.path.'),
      board.driver === 'firmata' && !existsSync(board.path) ? `no ${board.path}` : undefined,
    ),
    answered(
      question(
        'life',
        'the device is not retired, and its case was not opened',
        'See kazasu provision state and kazasu case state.',
      ),
      await lifeTrouble(device.folder),
    ),
  ];
}

const errorCode = (error: unknown): string => String(Reflect.get(Object(error), 'code') ?? error);

const codeOf = (trying: Promise<unknown>): Promise<string | undefined> => trying.then(() => undefined, errorCode);

async function lifeTrouble(folder: string): Promise<string | undefined> {
  const inService = await codeOf(demandInService(folder, files));
  return inService ?? ((await readOpening(folder, files)) ? 'CASE_OPENED' : undefined);
}

async function full(folder: string): Promise<string | undefined> {
  try {
    await access(folder, constants.W_OK);
    const free = await freeBytes(folder);
    return free < leastFreeBytes ? `${Math.round(free / 2 ** 20)} MiB left` : undefined;
  } catch (error) {
    const code = String(Reflect.get(Object(error), 'code'));
    return code === 'ENOENT' ? undefined : code; // made at the first start
  }
}

async function brokenLog({ device, records }: Settings, clock: Clock): Promise<string | undefined> {
  const key = await openDeviceKey(device.folder, { files: keyFiles(device), now: clock.wall() }).catch(() => undefined);
  if (!key || !existsSync(records.folder)) return undefined; // nothing written yet, or told by the key's own point
  for (const book of ['operation', 'error'] as const satisfies Book[]) {
    const head = await headAnchor(join(device.folder, `${book}-head.json`), { files, sign: key.sign }).read();
    const known = { device: deviceKeyOf(key.certificate), ...(head ? { head } : {}) };
    const verdict = await verifyOperationLog(await logFiles(records.folder, book), known);
    if (!verdict.ok && verdict.problem !== 'LINE_CUT')
      return `${verdict.problem} in ${verdict.file}, line ${verdict.line}`;
  }
  return undefined;
}

async function speechless(voicePack: string | undefined): Promise<string | undefined> {
  if (!onPath('espeak-ng')) return 'no espeak-ng';
  if (voicePack === undefined) return undefined;
  return loadVoicePack(voicePack).then(({ flaws: [first] }) => first, errorCode);
}

const onPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
