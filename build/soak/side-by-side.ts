import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { joinFindings, type SoakFindings } from './findings.ts';
import { type SoakTeller, soak } from './soak.ts';

/** The command's first word in the process of one of several readers. */
export const oneReaderWord = '--as-one-reader';
/** Each PC/SC daemon has two virtual readers on ports of its own. */
const firstVpcdPort = 0x8c7b;
const portsOfDaemon = 2;
/** The socket of the PC/SC daemon has one place on a machine: each reader sees another folder there. */
const ownPcscd = 'mkdir -p /run/pcscd && mount -t tmpfs tmpfs /run/pcscd && exec "$@"';

type Message =
  | { readonly done: number }
  | { readonly wrong: string }
  | { readonly findings: SoakFindings }
  | { readonly failed: string };

/** Runs so many visits on several readers at a time, each in a process and a mount name space of its own. When one cannot go on the others end too, and it throws. */
export async function soakSideBySide(
  visits: number,
  readers: number,
  seed: number,
  tell: SoakTeller,
): Promise<SoakFindings> {
  const done = new Array<number>(readers).fill(0);
  const children = done.map((_, at) => {
    const share = Math.floor(visits / readers) + (at < visits % readers ? 1 : 0);
    return startReader(at, [share, seed + at]);
  });
  try {
    const all = children.map((child, at) =>
      findingsOf(child, at, {
        done: (its) => {
          done[at] = its;
          tell.done(
            done.reduce((sum, one) => sum + one, 0),
            visits,
          );
        },
        wrong: (line) => tell.wrong(`reader ${at + 1}, ${line}`),
      }),
    );
    return joinFindings(await Promise.all(all));
  } finally {
    await Promise.all(children.map(ended));
  }
}

function startReader(at: number, order: readonly [number, number]): ChildProcess {
  const program = [process.execPath, join(projectHome(), 'dist/app/kazasu.js'), 'soak', oneReaderWord];
  const words = [...program, ...order.map(String), String(firstVpcdPort + portsOfDaemon * at)];
  return spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', ownPcscd, 'sh', ...words], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

/** Nobody listens to it any more: it ends after its visit, with all that it started. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.connected) child.disconnect();
  // Node tells no `close` of a child that was disconnected.
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** What the reader saw, once it is done. */
function findingsOf(
  child: ChildProcess,
  at: number,
  tell: Pick<SoakTeller, 'wrong'> & { done(its: number): void },
): Promise<SoakFindings> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: Message) => {
      if ('done' in message) tell.done(message.done);
      else if ('wrong' in message) tell.wrong(message.wrong);
      else if ('findings' in message) resolve(message.findings);
      else reject(new Error(message.failed));
    });
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`reader ${at + 1} ended with ${code}`)));
  });
}

/** The process of one reader: tells its parent how far it is and what it saw; without one it ends. */
export async function serveOneReader([visits, seed, port]: readonly number[]): Promise<number> {
  const say = (message: Message) =>
    new Promise<unknown>((resolve) => (process.connected ? process.send?.(message, resolve) : resolve(undefined)));
  const alone = new AbortController();
  process.once('disconnect', () => alone.abort());
  const tell: SoakTeller = { done: (done) => void say({ done }), wrong: (wrong) => void say({ wrong }) };
  try {
    await say({ findings: await soak(visits ?? 0, seededRandom(seed ?? 0), tell, alone.signal, port) });
    return 0;
  } catch (error) {
    await say({ failed: error instanceof Error ? error.message : String(error) });
    return 1;
  } finally {
    if (process.connected) process.disconnect();
  }
}
