import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type DeskHand, reachForDesk } from '../../drivers/desk/control-link.ts';
import type { Emulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import type { PartialSettings } from '../../firmware/device/settings.ts';
import { visitFault } from './faults.ts';

/** A process of ours that has said that it is ready. */
export interface Started<Ready> {
  readonly process: ChildProcess;
  readonly ready: Ready;
  /** Asks it to end and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts one of the bundled programs and waits until it is ready. Rejects with what it said when it ends before. */
async function start<Ready>(
  program: 'reader' | 'desk',
  args: readonly string[],
  bundle = 'dist/app',
  env: NodeJS.ProcessEnv = process.env,
): Promise<Started<Ready>> {
  const child = fork(join(projectHome(), bundle, `${program}.js`), args, {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env,
  });
  let complaint = '';
  child.stderr?.on('data', (data) => {
    complaint += data;
    if (complaint.length > 8192) complaint = complaint.slice(-8192);
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await Promise.race([
    new Promise<Ready>((resolve) => child.once('message', (message) => resolve(message as Ready))),
    gone.then(() => {
      throw visitFault('PROGRAM_NOT_STARTED', `${program}: ${complaint.trim()}`);
    }),
  ]);
  child.stderr?.pipe(process.stderr);
  return {
    process: child,
    ready,
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

export interface DeskPlace {
  readonly socket: string;
  /** Serve its cards to pcscd's vpcd on this port. */
  readonly vpcd?: number;
  /** Show its cameras over HTTP too. */
  readonly cameras?: boolean;
  /** Put the microcontroller of a board of lights and sensors at this path. */
  readonly board?: string;
}

/** Addresses of its cameras, and the serial port of its board. */
type DeskReady = { face?: string; card?: string; board?: string };

export type StartedDesk = Started<DeskReady> & { readonly hand: DeskHand };

/** Starts an emulated desk in a process of its own. */
export async function startDesk({ socket, vpcd, cameras = false, board }: DeskPlace): Promise<StartedDesk> {
  const args = ['--socket', socket];
  if (vpcd !== undefined) args.push('--vpcd', String(vpcd));
  if (board !== undefined) args.push('--board', board);
  if (cameras) args.push('--face-port', '0', '--card-port', '0');
  const desk = await start<DeskReady>('desk', args);
  const hand = await reachForDesk(socket);
  return {
    ...desk,
    hand,
    stop: async () => {
      hand.close();
      await desk.stop();
    },
  };
}

/** Settings of a reader that a tool starts for itself: free ports, everything it writes in `folder`, the emulated world's trust, short good-byes. */
export function ownSettings(folder: string, { trust, pinless }: Pick<Emulation, 'trust' | 'pinless'>): PartialSettings {
  return {
    drivers: { desk: { socket: join(folder, 'desk.sock') } },
    terminal: {
      mqtt: { listen: { port: 0 }, plain: true },
      pairingFolder: join(folder, 'pairing'),
      outboxFolder: join(folder, 'outbox'),
    },
    panel: { port: 0 },
    records: { folder: join(folder, 'records'), incidentFolder: join(folder, 'incidents') },
    device: { folder: join(folder, 'device') },
    facility: { passwordFolder: join(folder, 'password'), choicesFolder: join(folder, 'choices') },
    trust: { store: trust, pinless: { folder: pinless } },
    timeouts: { farewell: 1 },
  };
}

export type StartedReader = Started<{ panel: string; mqtt: string }>;

/** Starts a reader with the settings of a file and overrides. `bundle`: its folder, relative to the project; `env`: its whole environment. */
export function startReaderProcess(
  settings: string,
  overrides: PartialSettings,
  bundle?: string,
  env?: NodeJS.ProcessEnv,
): Promise<StartedReader> {
  return start('reader', ['--settings', settings, '--set', JSON.stringify(overrides)], bundle, env);
}
