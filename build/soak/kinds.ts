import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { familyOf } from '../visit/process-family.ts';
import type { SoakWorld } from './world.ts';

/** One kind of fault that befalls a reader at work. */
export interface FaultKind {
  readonly name: string;
  /** A visit that it meets may fail; otherwise the visit must not even notice. */
  readonly disturbs: boolean;
  /** Only a check by face meets it, and finds out that it is over. */
  readonly clearsByFace?: true;
  /** It meets a running check, not the reader at rest. */
  readonly inVisit?: true;
  /** The core dies of it. */
  readonly endsCore?: true;
  /** How long it stands before somebody outside the reader mends it, ms; 0: it is a blow that nobody mends. */
  readonly standsMs: number;
  inject(world: SoakWorld): void | Promise<void>;
  mend?(world: SoakWorld): void | Promise<void>;
}

/** A signal to every process of the reader whose command line holds `program`. */
function signal(world: SoakWorld, name: NodeJS.Signals, program: string): void {
  for (const pid of familyOf(world.corePid).slice(1))
    if (commandOf(pid).includes(program))
      try {
        process.kill(pid, name);
      } catch {} // it has just ended
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

const filler = (world: SoakWorld) => `${world.disk}/filler`;

function fill(world: SoakWorld): void {
  try {
    writeFileSync(filler(world), Buffer.alloc(world.diskBytes));
  } catch {} // it is full now
}

/** So long that records of a visit fall into it. */
const diskStandsMs = 8000;

/** Every kind that the reader must live with. */
export const faultKinds: readonly FaultKind[] = [
  {
    name: 'clock jumps',
    disturbs: false,
    standsMs: 7000,
    inject: (world) => world.setClock('-500d'),
    mend: (world) => world.setClock('+0'),
  },
  {
    name: 'disk full',
    disturbs: false,
    inVisit: true,
    standsMs: diskStandsMs,
    inject: fill,
    mend: (world) => rmSync(filler(world)),
  },
  {
    name: 'disk read-only',
    disturbs: false,
    inVisit: true,
    standsMs: diskStandsMs,
    inject: (world) => world.makeReadOnly(true),
    mend: (world) => world.makeReadOnly(false),
  },
  {
    name: 'memory runs short',
    disturbs: true,
    inVisit: true,
    standsMs: 0,
    inject: (world) => {
      for (const pid of familyOf(world.corePid).slice(1)) {
        if (!commandOf(pid).includes('check.js')) continue;
        const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[0]);
        execFileSync('prlimit', ['--pid', `${pid}`, `--as=${pages * 4096 + 2 ** 20}`]);
      }
    },
  },
  {
    name: 'pcscd hangs',
    disturbs: true,
    standsMs: 4000,
    inject: (world) => void process.kill(world.pcscd.pid, 'SIGSTOP'),
    mend: (world) => void process.kill(world.pcscd.pid, 'SIGCONT'),
  },
  { name: 'pcscd restarts', disturbs: true, standsMs: 0, inject: (world) => world.restartPcscd() },
  {
    name: 'ffmpeg stalls',
    disturbs: true,
    clearsByFace: true,
    inVisit: true,
    standsMs: 5000,
    inject: (world) => signal(world, 'SIGSTOP', 'ffmpeg'),
    mend: (world) => signal(world, 'SIGCONT', 'ffmpeg'),
  },
  {
    name: 'camera black',
    disturbs: true,
    clearsByFace: true,
    standsMs: 6000,
    inject: (world) => world.failCamera('black'),
    mend: (world) => world.failCamera(undefined),
  },
  {
    name: 'camera frozen',
    disturbs: true,
    clearsByFace: true,
    standsMs: 6000,
    inject: (world) => world.failCamera('frozen'),
    mend: (world) => world.failCamera(undefined),
  },
  { name: 'card drops out', disturbs: true, inVisit: true, standsMs: 0, inject: (world) => world.dropCard() },
  {
    name: 'broker gone',
    disturbs: true,
    standsMs: 3000,
    inject: (world) => world.broker.stop('SIGKILL'),
    mend: (world) => world.broker.start(),
  },
  { name: 'check killed', disturbs: true, standsMs: 0, inject: (world) => signal(world, 'SIGKILL', 'check.js') },
  { name: 'core killed', disturbs: true, endsCore: true, standsMs: 0, inject: (world) => world.killCore() },
];
