import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Clock } from '../../firmware/device/clock.ts';
import { cameraFault } from './faults.ts';

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** How long a child may take to end by itself. */
const graceMs = 500;

/** A running ffmpeg. */
export interface FfmpegProcess {
  readonly output: Readable;
  /** Resolves once it has ended and its pipes are shut, with the last line it complained in, addresses' passwords cut out. */
  readonly ended: Promise<string>;
  /** Ends it: politely, after 500 ms by SIGKILL; resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts ffmpeg so that it cannot outlive this process: the kernel kills it when its parent dies (util-linux setpriv,
 * where present), even while it hangs on a source that is silent.
 * @throws CAMERA_TOOL_MISSING when there is no such program
 */
export function startFfmpeg(program: string, args: readonly string[], clock: Clock): FfmpegProcess {
  const ffmpeg = findProgram(program);
  if (!ffmpeg) throw cameraFault('CAMERA_TOOL_MISSING');
  const guard = findProgram('setpriv');
  const [command, ...rest] = [...(guard ? [guard, '--pdeathsig', 'KILL', '--'] : []), ffmpeg, ...args];
  const child = spawn(command ?? ffmpeg, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: leanEnvironment() });
  const complaint = lastLine(child);
  const ended = new Promise<string>((resolve) => {
    let failure = '';
    child.on('error', (error: NodeJS.ErrnoException) => (failure = error.code ?? 'not started'));
    child.on('close', () => resolve(failure || complaint()));
  });

  let stopped: Promise<void> | undefined;
  return {
    output: child.stdout,
    ended,
    stop() {
      stopped ??= end(child, ended, clock);
      return stopped;
    },
  };
}

async function end(child: Child, ended: Promise<string>, clock: Clock): Promise<void> {
  const grace = new AbortController();
  child.kill('SIGTERM');
  const gone = ended.then(() => grace.abort());
  await clock.sleep(graceMs, grace.signal).then(
    () => child.kill('SIGKILL'),
    () => {}, // it went by itself
  );
  await gone;
}

/** The last non-empty line of what ffmpeg complained, without user names and passwords of addresses. */
function lastLine(child: Child): () => string {
  let tail = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-1000);
  });
  return () => {
    const line = tail.trim().split('\n').at(-1) ?? '';
    return line.replace(/\/\/[^/@\s]*@/g, '//').slice(0, 200);
  };
}

/** The program's path, looked for as the shell would. */
function findProgram(name: string): string | undefined {
  const places = name.includes('/')
    ? [name]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** ffmpeg writes reports to files when FFREPORT is set: it gets the search path and a neutral language, nothing else. */
function leanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C' };
}
