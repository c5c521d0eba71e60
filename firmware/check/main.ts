import { createPrivateKey, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTrustStore } from '../../crypto/trust-store.ts';
import { closeToOthers } from '../../crypto/undumpable.ts';
import { createCamera } from '../../drivers/camera/index.ts';
import { createCardReader } from '../../drivers/card/index.ts';
import {
  cvCertificateAuthorization,
  type PinlessAuthorization,
} from '../../drivers/card/my-number-card/pinless-authorization.ts';
import { mainThreadFirst } from '../device/main-thread-first.ts';
import { systemClock } from '../device/system-clock.ts';
import { Check } from './check.ts';
import { loadFarSight } from './far-sight.ts';
import type { FromCheck, ToCheck } from './messages.ts';
import { openPatientChannel } from './patient-channel.ts';
import type { CheckSettings } from './settings.ts';

/** The check process: born warm, serves one person, zeroes, dies. Hears and speaks over its IPC channel only. */
const say = (message: FromCheck): void => {
  if (process.connected) process.send?.(message, () => undefined); // the core may go at any moment: then nobody hears
};
/** The core kills a check that does not come to its end. One that has lost its core does so itself, after this, in ms. */
const longestLonelyMs = 2000;
let prepared: Promise<{ check: Check; closeChannel(): Promise<void> }> | undefined;
let ending = false;

/** The bundled thread beside this file. */
const seeing = join(import.meta.dirname, 'sight-thread.js');

process.on('message', (message: ToCheck) => {
  hear(message).catch((error: unknown) => {
    console.error(`kazasu check: ${String(error)}`);
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
    prepared = prepare(message.settings);
    await prepared;
    return;
  }
  if (message.do === 'end') return end();
  const { check } = (await prepared) ?? {};
  switch (message.do) {
    case 'begin':
      return check?.begin(message.known, message.seen);
    case 'method':
      return check?.choose(message.method);
    case 'stop-method':
      return check?.stopMethod();
    case 'sign':
      return check?.sign(message.method, message.challenge);
  }
}

async function prepare(settings: CheckSettings): Promise<{ check: Check; closeChannel(): Promise<void> }> {
  const { drivers, trust } = settings;
  const desk = drivers.desk.socket;
  const check = new Check(
    {
      reader: await createCardReader(drivers.card, desk, systemClock),
      faceCamera: await createCamera('face-camera', drivers.faceCamera, desk, systemClock),
      cardCamera: await createCamera('card-camera', drivers.cardCamera, desk, systemClock),
      sight: await loadFarSight(seeing, settings),
      store: await loadTrustStore(trust.store),
      pinless: await loadPinless(trust.pinless),
      clock: systemClock,
      faceOffered: settings.profile === 'standard' && trust.pinless.implementation !== 'none',
      cameraOn: settings.cameraOn,
      minCodeBTries: settings.minCodeBTries,
      scanMs: settings.scanMs,
    },
    say,
  );
  const channel = await openPatientChannel({
    port: settings.patientChannelPort,
    origin: settings.panelOrigin,
    token: randomBytes(32).toString('hex'),
    onPin: (pin) => check.takePin(pin),
  });
  mainThreadFirst();
  say({ say: 'ready', channel: channel.address });
  return { check, closeChannel: channel.close };
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
  const { check, closeChannel } = (await prepared?.catch(() => undefined)) ?? {};
  await closeChannel?.();
  const held = (await check?.end()) ?? 0;
  if (!process.connected) process.exit(0);
  process.send?.({ say: 'erased', held } satisfies FromCheck, () => process.exit(0));
}
