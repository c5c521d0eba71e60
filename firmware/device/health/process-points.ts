import { readFileSync } from 'node:fs';
import inspector from 'node:inspector';
import { canLockMemory } from '../../../crypto/locked-buffer.ts';
import type { OpenDoor } from '../../../crypto/undumpable.ts';
import { answered, type HealthPoint } from './point.ts';

const startCommand = 'Start it as the unit file kazasu.service does.';

/** Options by which somebody else's code, or a debugger, gets into Node. */
const foreign =
  /^--(inspect|debug|require|import|loader|experimental-loader|eval|print|cpu-prof|heap-prof|heapsnapshot|report|diagnostic-dir|abort-on)|^-[rep]$/;
const foreignVariables = [
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_V8_COVERAGE',
  'LD_PRELOAD',
  'LD_AUDIT',
];

/**
 * What of this process must be so (R44). `open`: what `closeToOthers` could not shut; `productionBuild`: the bundle holds no emulated device.
 */
export function processPoints(open: readonly OpenDoor[], productionBuild: boolean): HealthPoint[] {
  const options = process.execArgv.filter((option) => foreign.test(option));
  const variables = foreignVariables.filter((name) => (process.env[name] ?? '') !== '');
  const question = (name: string, what: string, mend: string) => ({ name, what, mend, demanded: true });
  return [
    answered(
      question('production-build', 'the build holds no emulated device and no tool', 'Install the production build.'),
      productionBuild ? undefined : 'a development build',
    ),
    answered(
      question('no-inspector', 'no debugger listens', startCommand),
      inspector.url() === undefined ? undefined : 'an inspector is open',
    ),
    answered(
      question('no-foreign-code', 'no option or variable brings other code into the process', startCommand),
      options.length + variables.length === 0 ? undefined : [...options, ...variables].join(' '),
    ),
    answered(
      question('no-code-from-text', 'no text becomes code', 'Start node with --disallow-code-generation-from-strings.'),
      makesCode() ? 'a text became code' : undefined,
    ),
    answered(
      question('memory-closed', 'no process of the same user reads the memory or traces', 'Use a Linux with prctl(2).'),
      open.includes('memory') ? 'it can be read' : undefined,
    ),
    answered(
      question('no-core-dump', 'a crash leaves no core dump', 'Set LimitCORE=0 in the unit file.'),
      open.includes('core-dump') || coreLimit() !== '0' ? `at most ${coreLimit()} bytes` : undefined,
    ),
    answered(
      question('memory-locked', 'a PIN lies in memory that is never swapped', 'Set LimitMEMLOCK=16M in the unit file.'),
      canLockMemory() ? undefined : 'memory cannot be locked',
    ),
    answered(
      question(
        'no-swap',
        'no memory is written to a disk',
        'Switch swap off, or set MemorySwapMax=0 in the unit file.',
      ),
      swapPossible() ? 'swap is on' : undefined,
    ),
    answered(
      question(
        'own-user',
        'the reader runs as a user of its own, who may do little',
        'Set User=kazasu in the unit file.',
      ),
      process.geteuid?.() === 0 ? 'root' : undefined,
    ),
  ];
}

function makesCode(): boolean {
  try {
    return new Function('return true')();
  } catch {
    return false;
  }
}

/** The soft limit, as proc(5) writes it. */
const coreLimit = (): string | undefined =>
  /^Max core file size\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];

/** Whether the machine swaps and this process's control group may. */
function swapPossible(): boolean {
  if (readFileSync('/proc/swaps', 'latin1').trim().split('\n').length <= 1) return false;
  try {
    const group = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'latin1'))?.[1] ?? '';
    return readFileSync(`/sys/fs/cgroup${group}/memory.swap.max`, 'latin1').trim() !== '0';
  } catch {
    return true;
  }
}
