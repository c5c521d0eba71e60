/** One thing that must be so for the reader to be trusted or to work (R42, R44, R46): what was looked at, whether it is so, and the mend. */
export interface HealthPoint {
  readonly name: string;
  readonly what: string;
  readonly pass: boolean;
  /** What was found instead; nothing personal, no secret. */
  readonly found?: string;
  readonly mend: string;
  /** A production start is refused without it. */
  readonly demanded: boolean;
}

/** What a room looks at: everything of a point but its outcome. */
export type HealthQuestion = Omit<HealthPoint, 'pass' | 'found'>;

/** The point of a question: passed, unless something else was found. */
export const answered = (question: HealthQuestion, found: string | undefined): HealthPoint => ({
  ...question,
  pass: found === undefined,
  ...(found === undefined ? {} : { found }),
});
