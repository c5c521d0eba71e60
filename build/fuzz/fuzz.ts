import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { projectHome } from '../../firmware/device/home.ts';
import { happensAgain } from './happens-again.ts';
import { writeSeeds } from './seeds.ts';
import type * as targets from './targets.ts';

export type FuzzTarget = keyof typeof targets;

/** What fuzzing one parser came to. */
export interface FuzzReport {
  readonly target: FuzzTarget;
  readonly runs: number;
  readonly seconds: number;
  /** Statements, functions and branches that were reached. */
  readonly edges: number;
  /** Files of inputs that crashed it or made it hang. */
  readonly findings: readonly string[];
}

/** Every parser of bytes from outside, and the sources that count as its own. */
export const fuzzTargets: readonly FuzzTarget[] = [
  'apdu',
  'tlv',
  'cardFace',
  'cvCertificate',
  'userCertificate',
  'jpeg2000Header',
  'jpeg2000',
  'mjpeg',
  'settings',
  'request',
  'mqttLength',
  'serial',
  'log',
  'wish',
];

/** An input without an answer by then hangs the parser for ever, in seconds; the fuzzer counts the time to load its code as the first input's. */
const hangSeconds = 60;
/** To load and follow its code the fuzzer may take this long before its seconds begin, ms. */
const loadMs = 120_000;

/** Where bundled parsers, their corpora and what was found lie. */
export interface FuzzPlace {
  /** Relative to the project. */
  readonly folder: string;
  readonly trust: string;
}

/** Corpora that begin with what is right. Kept, so that a later run goes on from there. */
export async function prepareFuzzing(folder = 'dist/fuzz'): Promise<FuzzPlace> {
  return { folder, ...(await writeSeeds(join(projectHome(), folder, 'corpus'))) };
}

/** Bundles one parser for the fuzzer. */
export async function bundleTarget(target: FuzzTarget, { folder }: FuzzPlace): Promise<void> {
  const bundler: typeof import('../bundle.mjs') = await import(join(projectHome(), 'build/bundle.mjs'));
  await bundler.bundleForFuzzing(target, join(folder, `${target}.cjs`));
  await bundler.endBundler();
}

/**
 * Fuzzes one bundled parser for so many seconds, guided by the code that inputs reach (jsfuzz). What it complains of is given to the parser once more by
 * itself; if that answers, the fuzzer starts anew, a few times.
 */
export async function fuzzOne(target: FuzzTarget, seconds: number, place: FuzzPlace, starts = 3): Promise<FuzzReport> {
  const { folder, trust } = place;
  const program = createRequire(import.meta.url).resolve('jsfuzz/build/src/index.js');
  const findings = join(projectHome(), folder, 'findings', target);
  const corpus = join(projectHome(), folder, 'corpus', target);
  await mkdir(findings, { recursive: true });
  await mkdir(corpus, { recursive: true });
  const finding = join(findings, `${new Date().toISOString().replaceAll(/[:.]/g, '-')}.bin`);
  const args = [
    ...[program, join(folder, `${target}.cjs`), corpus],
    ...['--timeout', `${hangSeconds}`, '--exact-artifact-path', finding],
  ];
  const { said, ranMs } = await run(args, seconds * 1000, trust);
  const [, runs, edges] = [...said.matchAll(/#(\d+) \S+\s+cov: (\d+)/g)].at(-1) ?? [];
  if (starts > 1 && existsSync(finding)) {
    const parser = join(projectHome(), folder, `${target}.cjs`);
    if (!happensAgain(parser, finding, hangSeconds, trust)) {
      await rm(finding);
      return fuzzOne(target, seconds, place, starts - 1);
    }
  }
  const found = existsSync(finding) ? [finding] : [];
  if (runs === undefined && found.length === 0)
    found.push(`it did not start: ${said.trim().split('\n').slice(-5).join(' | ')}`);
  return {
    target,
    runs: Number(runs ?? 0),
    edges: Number(edges ?? 0),
    seconds: Math.round(ranMs / 1000),
    findings: found,
  };
}

/** Runs the fuzzer until it has found something, or for `ms` from its first input on. */
async function run(args: readonly string[], ms: number, trust: string): Promise<{ said: string; ranMs: number }> {
  const child = spawn(process.execPath, args, {
    cwd: projectHome(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, so that its worker ends with it
    env: { PATH: process.env.PATH, KAZASU_FUZZ_TRUST: trust },
  });
  let said = '';
  let began: number | undefined;
  const end = () => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {} // it has just ended
  };
  let timer = setTimeout(end, loadMs);
  const hear = (text: Buffer) => {
    said = (said + text).slice(-100_000);
    if (began !== undefined || !/#[1-9]\d* (NEW|PULSE)/.test(said)) return;
    began = performance.now();
    clearTimeout(timer);
    timer = setTimeout(end, ms);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return { said, ranMs: began === undefined ? 0 : performance.now() - began };
}
