import { createPrivateKey, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openMemory, type ProcessMemory } from '../../crypto/process-memory.ts';
import { loadTrustStore } from '../../crypto/trust-store.ts';
import { closeToOthers } from '../../crypto/undumpable.ts';
import type { Camera } from '../../drivers/camera/contract.ts';
import { createCamera } from '../../drivers/camera/index.ts';
import { createCardReader } from '../../drivers/card/index.ts';
import {
  cvCertificateAuthorization,
  type PinlessAuthorization,
} from '../../drivers/card/my-number-card/pinless-authorization.ts';
import { mainThreadFirst } from '../device/main-thread-first.ts';
import { systemClock } from '../device/system-clock.ts';
import { toldError } from '../records/told-error.ts';
import { Check } from './check.ts';
import { loadFarSight } from './far-sight.ts';
import { type FirstLook, firstLook } from './first-look.ts';
import { kindsOf, type Marks } from './marks.ts';
import type { DeviceState, FromCheck, MemoryScan, ToCheck } from './messages.ts';
import { noSight } from './no-sight.ts';
import { openPatientChannel } from './patient-channel.ts';
import { Preview } from './preview.ts';
import type { CheckSettings } from './settings.ts';

/** The check process: born warm, serves one person, zeroes, dies. Hears and speaks over its IPC channel only. */
const say = (message: FromCheck): void => {
  if (process.connected) process.send?.(message, () => undefined); // the core may go at any moment: then nobody hears
};
/** The core kills a check that does not come to its end. One that has lost its core does so itself, after this, in ms. */
const longestLonelyMs = 2000;
let prepared: Promise<Prepared> | undefined;
interface Prepared {
  readonly check: Check;
  readonly closeChannel: () => Promise<void>;
  readonly looking: FirstLook | undefined;
}
let ending = false;
standBackInNeed();
/** Opened while it may be: once closed to others, only what is open already can be read. */
const memory = ownMemory();

/** The bundled thread beside this file. */
const seeing = join(import.meta.dirname, 'sight-thread.js');

process.on('message', (message: ToCheck) => {
  hear(message).catch((error: unknown) => {
    console.error(`kazasu check: ${toldError(error)}`);
    process.exit(1);
  });
});
process.on('disconnect', () => {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), longestLonelyMs); // an exit would wait for a card that hangs
  return end(); // the core is gone: nobody may be served any more
});
process.on('SIGUSR1', () => undefined); // no inspector (R44)
process.on('SIGTERM', () => end());
closeToOthers();

async function hear(message: ToCheck): Promise<void> {
  if (message.do === 'prepare') {
    prepared = prepare(message.settings, message.lookAtCameras);
    await prepared;
    return;
  }
  if (message.do === 'end') return end();
  const { check, looking } = (await prepared) ?? {};
  switch (message.do) {
    case 'begin':
      await looking?.stop();
      return check?.begin(message.known, { seen: message.seen, marked: message.scanMemory });
    case 'look-around':
      await check?.lookAround();
      return say({ say: 'looked-around' });
    case 'method':
      return check?.choose(message.method);
    case 'stop-method':
      return check?.stopMethod();
    case 'sign':
      return check?.sign(message.method, message.challenge);
  }
}

async function prepare(settings: CheckSettings, lookAtCameras: boolean): Promise<Prepared> {
  const { drivers, trust } = settings;
  const faceOffered = settings.profile === 'standard' && trust.pinless.implementation !== 'none';
  const desk = drivers.desk.socket;
  const preview = new Preview();
  const watched = faceOffered ? await loadWatch() : (_: DeviceState['part'], camera: Camera) => camera;
  const faceCamera = watched('face-camera', await createCamera('face-camera', drivers.faceCamera, desk, systemClock));
  const cardCamera = watched('card-camera', await createCamera('card-camera', drivers.cardCamera, desk, systemClock));
  const check = new Check(
    {
      reader: await createCardReader(drivers.card, desk, systemClock),
      faceCamera,
      cardCamera,
      sight: faceOffered ? await loadFarSight(seeing, settings) : noSight,
      preview,
      store: await loadTrustStore(trust.store),
      pinless: await loadPinless(trust.pinless),
      clock: systemClock,
      faceOffered,
      cameraOn: settings.cameraOn,
      minCodeBTries: settings.minCodeBTries,
      scanMs: settings.scanMs,
    },
    say,
  );
  const channel = await openPatientChannel({
    port: settings.patientChannelPort,
    origins: settings.panelOrigins,
    token: randomBytes(32).toString('hex'),
    onPin: (pin) => check.takePin(pin),
    preview,
  });
  mainThreadFirst();
  say({ say: 'ready', channel: channel.address });
  const looking = lookAtCameras && faceOffered ? firstLook([faceCamera, cardCamera], systemClock) : undefined;
  return { check, closeChannel: channel.close, looking };
}

/** Has cameras watched. Loaded only where one is ever looked at: what decodes pictures is half of this process's start. */
async function loadWatch(): Promise<(part: DeviceState['part'], camera: Camera) => Camera> {
  const { watchedCamera } = await import('./watched-camera.ts');
  const tell = (state: DeviceState) => say({ say: 'device', ...state });
  return (part, camera) => watchedCamera(camera, part, { clock: systemClock, tell });
}

async function loadPinless({
  implementation,
  folder,
}: CheckSettings['trust']['pinless']): Promise<PinlessAuthorization | undefined> {
  if (implementation === 'none') return undefined;
  return cvCertificateAuthorization({
    certificate: await readFile(join(folder, 'terminal.cvc')),
    privateKey: createPrivateKey(await readFile(join(folder, 'terminal-key.pem'))),
  });
}

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  const { check, closeChannel, looking } = (await prepared?.catch(() => undefined)) ?? {};
  await looking?.stop();
  await closeChannel?.();
  const { held = {}, marks } = (await check?.end()) ?? {};
  await told({ say: 'erased', held });
  if (marks && memory) await told({ say: 'scanned', scan: lookThrough(memory, marks) });
  process.exit(0);
}

/** Says it, and waits until it is on its way, unless nobody hears. */
const told = (message: FromCheck): Promise<void> =>
  new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve());
    else process.exit(0);
  });

function lookThrough(own: ProcessMemory, marks: Marks): MemoryScan {
  const { look, found } = marks.finder();
  const bytes = own.read(look);
  return { traces: marks.traces, found: found.size, kinds: kindsOf(found), bytes };
}

/** When memory runs short the kernel takes this process, not the core, which can make another one. */
function standBackInNeed(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '500');
  } catch {} // then the kernel chooses for itself
}

function ownMemory(): ProcessMemory | undefined {
  try {
    return openMemory('self');
  } catch {
    return undefined; // the receipt says that nothing was looked through
  }
}
