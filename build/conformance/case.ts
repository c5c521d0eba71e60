import { problemsOf } from '../../firmware/terminal/cloud-event.ts';
import type { RequestName } from '../../firmware/terminal/messages.ts';
import { incoming, type OutgoingName, outgoing } from '../../firmware/terminal/messages.ts';

/** One thing that an implementation must do. */
export interface Case<Bench> {
  /** Stable: K01… of readers, T01… of terminals. */
  readonly id: string;
  readonly title: string;
  /** Where it applies; everywhere when left out. */
  readonly only?: 'mqtt' | 'own-broker';
  /** Throws a sentence on what was wrong. */
  run(bench: Bench): Promise<void>;
}

/** What came of a case. */
export interface Finding {
  readonly id: string;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly why?: string;
}

/** Runs the cases one after the other; none takes longer than `withinMs`. */
export async function runCases<Bench>(
  cases: readonly Case<Bench>[],
  bench: Bench,
  applies: (only: Case<Bench>['only']) => boolean,
  withinMs: number,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { id, title, only, run } of cases) {
    if (!applies(only)) {
      findings.push({ id, title, outcome: 'skipped', why: `for ${only} only` });
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
      findings.push({ id, title, outcome: 'passed' });
    } catch (error) {
      findings.push({ id, title, outcome: 'failed', why: error instanceof Error ? error.message : String(error) });
    } finally {
      clearTimeout(timer);
    }
  }
  return findings;
}

/** The findings as a table of text, and whether none failed. */
export function tableOf(findings: readonly Finding[]): string {
  const wide = Math.max(...findings.map(({ title }) => title.length));
  const lines = findings.map(
    ({ id, title, outcome, why = '' }) => `${id}  ${title.padEnd(wide)}  ${outcome}${why && `: ${why}`}`,
  );
  const count = (outcome: Finding['outcome']) => findings.filter((finding) => finding.outcome === outcome).length;
  return [...lines, '', `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`].join('\n');
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
