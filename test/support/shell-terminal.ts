import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectHome } from '../../firmware/device/home.ts';

const scripts = join(projectHome(), 'test/visit');

/** A message as `mosquitto_sub -v` writes it. */
export interface HeardMessage {
  readonly topic: string;
  readonly payload: string;
  /** What the payload tells of itself: a CloudEvent. */
  readonly event: { readonly type: string; readonly inreplyto?: string; readonly data: Record<string, unknown> };
}

/** A terminal made of a shell script, mosquitto's clients and openssl: real processes, none of our code. */
export interface ShellTerminal {
  /** Everything that the reader has said so far. */
  heard(): HeardMessage[];
  /** Waits until one of the messages pleases, the first `from` left out; half a minute at most. */
  until(pleases: (message: HeardMessage) => boolean, from?: number): Promise<void>;
  /** What openssl answered to the last verdict. */
  proof(): string;
  /** Proves the last verdict again, by openssl: over other bytes, or with another trust store. */
  proveAgain(otherwise: { challenge?: string; trust?: string }): { proved: boolean; said: string };
  stop(): Promise<void>;
}

/**
 * Starts the terminal and waits until it has heard the reader's state.
 * @param mqtt address of the reader's broker
 * @param trust the trust store that the terminal proves verdicts with
 * @param folder for what it hears
 */
export async function startShellTerminal(mqtt: string, trust: string, folder: string): Promise<ShellTerminal> {
  mkdirSync(folder, { recursive: true });
  const { hostname, port } = new URL(mqtt);
  const args = [join(scripts, 'shell-terminal.sh'), hostname, port, 'kazasu', trust, folder];
  const shell = spawn('sh', args, { detached: true, stdio: ['ignore', 'ignore', 'inherit'] });
  const kept = (name: string) => join(folder, name);
  const heard = () => readIfThere(kept('messages')).split('\n').filter(Boolean).map(messageOf);
  const until: ShellTerminal['until'] = async (pleases, from = 0) => {
    for (let waited = 0; waited < 600; waited += 1) {
      if (heard().slice(from).some(pleases)) return;
      await delay(50);
    }
    throw new Error(`never heard; but: ${heard().map(({ topic }) => topic)}`);
  };
  const terminal: ShellTerminal = {
    heard,
    until,
    proof: () => readFileSync(kept('proof'), 'utf8'),
    proveAgain: (otherwise) => {
      const given = [kept('verdict'), otherwise.challenge ?? kept('challenge'), otherwise.trust ?? trust];
      const { status, stdout } = spawnSync('sh', [join(scripts, 'prove-verdict.sh'), ...given], { encoding: 'utf8' });
      return { proved: status === 0, said: stdout };
    },
    stop: () => endGroup(shell),
  };
  await until(({ topic }) => topic.endsWith('/state')).catch(async (error: unknown) => {
    await terminal.stop();
    throw error;
  });
  return terminal;
}

function messageOf(line: string): HeardMessage {
  const space = line.indexOf(' ');
  const payload = line.slice(space + 1);
  return { topic: line.slice(0, space), payload, event: JSON.parse(payload) };
}

function readIfThere(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    return text.slice(0, text.lastIndexOf('\n') + 1); // the last line may still be on its way
  } catch {
    return '';
  }
}

/** Ends the script and the clients that it has started. */
async function endGroup(shell: ChildProcess): Promise<void> {
  if (shell.pid === undefined || shell.exitCode !== null || shell.signalCode !== null) return;
  const gone = new Promise((resolve) => shell.once('exit', resolve));
  process.kill(-shell.pid, 'SIGTERM');
  await gone;
}
