import type { Finding } from './findings.ts';

/** What came of a set. */
export interface Score {
  readonly cards: number;
  readonly read: number;
  readonly wrong: number;
  readonly crashed: number;
  /** Of all cards, 0…1; NaN of none. */
  readonly readRate: number;
  /** Frames that a card was looked at before its value was sure, on average. */
  readonly frames: number;
  /** How often each reason stood at the end of a scan without a value. */
  readonly reasons: Readonly<Record<string, number>>;
}

export function scoreOf(findings: readonly Finding[]): Score {
  const of = (outcome: Finding['outcome']) => findings.filter((finding) => finding.outcome === outcome);
  const read = of('read');
  const reasons: Record<string, number> = {};
  for (const { reason = '' } of of('not-read')) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return {
    cards: findings.length,
    read: read.length,
    wrong: of('wrong').length,
    crashed: of('crashed').length,
    readRate: read.length / findings.length,
    frames: read.reduce((sum, { frames }) => sum + frames, 0) / read.length,
    reasons,
  };
}

/** The score of each kind of disturbance or mutation. */
export function scoresByKind(findings: readonly Finding[]): Record<string, Score> {
  const kinds = [...new Set(findings.map(({ kind }) => kind ?? ''))];
  return Object.fromEntries(kinds.map((kind) => [kind, scoreOf(findings.filter((one) => (one.kind ?? '') === kind))]));
}
