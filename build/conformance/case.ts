import { problemsOf } from '../../firmware/terminal/cloud-event.ts';
import type { RequestName } from '../../firmware/terminal/messages.ts';
import { incoming, type OutgoingName, outgoing } from '../../firmware/terminal/messages.ts';

/** One thing that an implementation must do. */
export interface Case<Bench> {
  /** Stable: K01… of readers, T01… of terminals. */
  readonly id: string;
  readonly title: string;
  /** Where alone it applies; everywhere when left out. */
  readonly only?: readonly Where[];
  /** Time that it may take, in ms, where a person has to act. */
  readonly withinMs?: number;
  /** Throws a sentence on what was wrong. */
  run(bench: Bench): Promise<void>;
}

/** `own-broker`: the reader's own, or one that keeps rules for terminals; `visit`: somebody lays a card. */
export type Where = 'mqtt' | 'own-broker' | 'visit';

/** What came of a case. */
export interface Finding {
  readonly id: string;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly why?: string;
}

/** How cases are run: the time that each may take, and who hears what came of it. */
export interface CasePace {
  readonly usuallyMs: number;
  readonly onFinding?: (finding: Finding) => void;
}

/** Runs the cases one after the other; none takes longer than `usuallyMs`, unless it says so itself. */
export async function runCases<Bench>(
  cases: readonly Case<Bench>[],
  bench: Bench,
  applies: (where: Where) => boolean,
  { usuallyMs, onFinding }: CasePace,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const note = (finding: Finding) => {
    findings.push(finding);
    onFinding?.(finding);
  };
  for (const { id, title, only = [], withinMs = usuallyMs, run } of cases) {
    if (!only.every(applies)) {
      note({ id, title, outcome: 'skipped', why: `for ${only.join(', ')} only` });
      continue;
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing came within ${withinMs / 1000} s`)), withinMs);
    });
    try {
      const running = run(bench);
      running.catch(() => {}); // it may fail after its time is over
      await Promise.race([running, late]);
      note({ id, title, outcome: 'passed' });
    } catch (error) {
      note({ id, title, outcome: 'failed', why: error instanceof Error ? error.message : String(error) });
    } finally {
      clearTimeout(timer);
    }
  }
  return findings;
}

/** The findings as a table of text, and how many there are of each outcome. */
export function tableOf(findings: readonly Finding[]): string {
  const wide = Math.max(...findings.map(({ title }) => title.length));
  const lines = findings.map((finding) => lineOf(finding, wide));
  const { passed, failed, skipped } = countOf(findings);
  return [...lines, '', `${passed} passed, ${failed} failed, ${skipped} skipped`].join('\n');
}

/** One finding in a line; its title takes `wide` characters at least. */
export const lineOf = ({ id, title, outcome, why = '' }: Finding, wide = 0): string =>
  `${id}  ${title.padEnd(wide)}  ${outcome}${why && `: ${why}`}`;

/** How many of each outcome. */
export function countOf(findings: readonly Finding[]): Record<Finding['outcome'], number> {
  const of = (outcome: Finding['outcome']) => findings.filter((finding) => finding.outcome === outcome).length;
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') };
}

/** Throws the sentence unless it holds. */
export function demand(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}

/** Throws unless a message keeps to the schema that its type names. */
export function demandValid(message: { readonly type?: unknown }): void {
  const [, name = ''] = /^kazasu\.v1\.(.+)$/.exec(String(message.type)) ?? [];
  const request = name.replace(/^request\./, '') as RequestName;
  const validate = name.startsWith('request.') ? incoming[request] : outgoing[name as OutgoingName];
  demand(validate !== undefined, `there is no message of type ${message.type}`);
  demand(validate(message), `${message.type}: ${problemsOf(validate.errors)}`);
}
