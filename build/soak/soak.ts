import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { deviceCertificateFile, deviceKeyOf } from '../../crypto/device-key.ts';
import { readCardFile } from '../../drivers/card/emulated/card-file.ts';
import { recordsOf } from '../../firmware/device/log-pages.ts';
import { logFiles, verifyOperationLog } from '../../firmware/records/operation-log.ts';
import { tracesInBytes } from '../proof/memory-of-processes.ts';
import { personalIn, personalTextsOf } from '../proof/personal-texts.ts';
import { personalTraces } from '../proof/personal-traces.ts';
import { residentMiB } from '../visit/process-family.ts';
import { noFindings, type SoakFindings } from './findings.ts';
import type { FaultKind } from './kinds.ts';
import { oneVisit } from './one-visit.ts';
import { byFace, drawPlan, wrongIn } from './plans.ts';
import { drawFaults } from './schedule.ts';
import { handlesOf, SoakWorld, writtenFiles } from './world.ts';

/** Of the emulated card's holder. */
const holdersBirth = '1980-02-17';
/** Steps of a check in which a fault may come; and before it. */
const moments = ['rest', 'open', 'card', 'scan', 'code', 'photo', 'reference', 'live', 'match', 'sign'];
/** So long the reader has to be well again by itself, ms, before the next visit; what a visit alone can tell clears with it. */
const wellMs = 20_000;
/**
 * In the first visits of its life a process compiles and fills its caches: they tell nothing of what grows. Two heap snapshots 150 visits apart differed
 * in compiled code alone, and resident memory without any fault grew by 0.07 MiB a visit up to the 90th, 0.013 up to the 200th, 0.005 after the 300th.
 */
const warmUpVisits = 200;
/** So long what a check has found may take to reach the terminal, ms. */
const saidMs = 1000;

/** Tells how far a soak is, and at once what is wrong. */
export interface SoakTeller {
  done(visits: number, of: number): void;
  wrong(line: string): void;
}

/** Runs so many visits with faults among them, on one reader, unless `signal` aborts; `random` draws all of it. `vpcdPort`: of its PC/SC daemon's virtual readers. */
export async function soak(
  visits: number,
  random: () => number,
  tell: SoakTeller,
  signal: AbortSignal,
  vpcdPort?: number,
): Promise<SoakFindings> {
  const faults = drawFaults(visits, random);
  const findings = noFindings(visits);
  const world = new SoakWorld(vpcdPort);
  try {
    await world.start();
    const run = new Run(world, findings, random, tell);
    for (let n = 0; n < visits; n++) {
      signal.throwIfAborted();
      await run.visit(n, faults.get(n));
      tell.done(n + 1, visits);
    }
    await run.close();
    return findings;
  } finally {
    await world.stop();
  }
}

class Run {
  readonly #world: SoakWorld;
  readonly #findings: SoakFindings;
  readonly #random: () => number;
  readonly #tell: SoakTeller;
  /** Faults that are over, and since when they were mended, or struck where nobody mends; the reader is not yet well. */
  #unwell: { readonly kind: FaultKind; readonly since: number; readonly heardBefore: number }[] = [];
  readonly #verified = new Set<string>();
  #coreKills = 0;
  /** Of the core that is there now: which one it is, and at which visit it began. */
  #life = { number: 0, began: 0 };

  constructor(world: SoakWorld, findings: SoakFindings, random: () => number, tell: SoakTeller) {
    this.#world = world;
    this.#findings = findings;
    this.#random = random;
    this.#tell = tell;
  }

  async visit(n: number, fault: FaultKind | undefined): Promise<void> {
    const { emulation } = this.#world;
    const random = this.#random;
    const needsFace = [fault, ...this.#unwell.map(({ kind }) => kind)].some((kind) => kind?.clearsByFace);
    const drawn = needsFace ? byFace : drawPlan(random);
    const usual = { card: emulation.card, person: emulation.person, tries: [{ method: 'face' as const }] };
    const plan = { ...usual, ...drawn.plan(random, emulation) };
    const moment = moments[Math.floor(random() * moments.length)] ?? 'rest';
    let struck: Promise<void> | undefined;
    const strike = () => {
      if (fault) struck ??= this.#strike(fault);
    };
    if (moment === 'rest' && !fault?.inVisit) strike();
    const visited = await oneVisit(this.#world, plan, ({ stages, session }) => {
      if (session !== undefined && (moment === 'rest' || stages.some(({ name }) => name === moment))) strike();
    });
    strike();
    await struck;
    const { outcome, session, ended, toVerdictMs } = visited;
    this.#count(outcome ? `${outcome.verdict}: ${outcome.reason}` : ended);
    const disturbed = fault?.disturbs === true;
    const wrong =
      ended === 'never'
        ? 'it never ended'
        : ended === 'core gone' && disturbed
          ? undefined
          : wrongIn(drawn, outcome, disturbed);
    if (wrong) this.#wrong(`visit ${n} (${drawn.name}${fault ? `, ${fault.name} at ${moment}` : ''}): ${wrong}`);
    if (outcome?.verdict === 'verified' && session) this.#verified.add(session);
    if (!fault && drawn.name === 'face' && toVerdictMs !== undefined) this.#findings.toVerdictMs.push(toVerdictMs);
    await this.#recover();
    this.#measure(n);
  }

  /** Waits for what is still on its way, and judges what was told and written. */
  async close(): Promise<void> {
    await this.#world.untilWell(wellMs);
    await this.#recover();
    for (const { kind } of this.#unwell) this.#wrong(`not well again after: ${kind.name}`);
    for (let waited = 0; waited < 30_000 && this.#untold().length > 0; waited += 500) await delay(500);
    for (const session of this.#untold()) this.#wrong(`the terminal never heard the verdict of ${session}`);
    await this.#judgeRecords();
    await this.#judgeTraces();
  }

  async #strike(fault: FaultKind): Promise<void> {
    if (fault.name === 'core killed') this.#coreKills += 1;
    const struck = performance.now();
    const heardBefore = this.#world.faultsHeard.length;
    await fault.inject(this.#world);
    if (fault.standsMs > 0) await delay(fault.standsMs);
    await fault.mend?.(this.#world);
    this.#unwell.push({ kind: fault, since: fault.mend ? performance.now() : struck, heardBefore });
  }

  async #recover(): Promise<void> {
    if (this.#unwell.length === 0) return;
    const ms = this.#unwell.every(({ kind }) => kind.clearsByFace) ? saidMs : wellMs;
    if (!(await this.#world.untilWell(ms))) return;
    const { recoveries, told } = this.#findings;
    for (const { kind, since, heardBefore } of this.#unwell.splice(0)) {
      recoveries[kind.name] ??= [];
      recoveries[kind.name]?.push(performance.now() - since);
      const times = told[kind.name] ?? {};
      told[kind.name] = times;
      for (const code of new Set(this.#world.faultsHeard.slice(heardBefore))) times[code] = (times[code] ?? 0) + 1;
    }
  }

  #measure(visit: number): void {
    const { lives: life, corePid } = this.#world;
    if (this.#life.number !== life) this.#life = { number: life, began: visit };
    if (visit - this.#life.began < warmUpVisits) return;
    this.#findings.memory.push({ life, visit, value: residentMiB([corePid]) });
    this.#findings.handles.push({ life, visit, value: handlesOf(corePid) });
  }

  #wrong(line: string): void {
    this.#findings.wrong.push(line);
    this.#tell.wrong(line);
  }

  #count(how: string): void {
    this.#findings.outcomes[how] = (this.#findings.outcomes[how] ?? 0) + 1;
  }

  #untold(): string[] {
    return [...this.#verified].filter((session) => !this.#world.verdicts.has(session));
  }

  /** Both logs hold, and whoever began has ended, but for those that the core's own death or a full disk cut off; each of them is told. */
  async #judgeRecords(): Promise<void> {
    const { disk, folder } = this.#world;
    const device = deviceKeyOf(readFileSync(deviceCertificateFile(join(folder, 'device')), 'utf8'));
    for (const book of ['operation', 'error'] as const) {
      const verdict = await verifyOperationLog(await logFiles(disk, book), { device });
      if (!verdict.ok && verdict.problem !== 'LINE_CUT')
        this.#wrong(`${book} log: ${verdict.problem}, line ${verdict.line}`);
    }
    const open = new Set<string>();
    let gaps = 0;
    for await (const { kind, fields } of recordsOf(disk)) {
      const { session } = fields as { session?: string };
      if (kind === 'session-started' && session) open.add(session);
      if (kind === 'session-ended' && session) open.delete(session);
      if (kind === 'log-gap') gaps += 1;
    }
    if (open.size > this.#coreKills + gaps) this.#wrong(`${open.size} visits began in the log and never ended`);
  }

  /** Nothing of the person stands in any file that was written. */
  async #judgeTraces(): Promise<void> {
    const { emulation, folder } = this.#world;
    const card = await readCardFile(emulation.card);
    const [traces, words] = [await personalTraces(card), personalTextsOf(card, holdersBirth)];
    const found = new Map<string, number>();
    for (const bytes of writtenFiles(folder)) {
      const names = [...tracesInBytes(bytes, traces).keys(), ...personalIn(bytes.toString('utf8'), words)];
      for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
    }
    for (const [name, count] of found) this.#wrong(`${name} stands in ${count} files`);
  }
}
