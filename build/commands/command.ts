/** One command of `kazasu`: answers its exit code. */
export interface Command {
  /** One line for the overview. */
  readonly summary: string;
  /** Everything that `--help` says. */
  readonly help: string;
  run(args: readonly string[]): Promise<number>;
}

/** A use of a command that makes no sense; its message is shown with the way to the help. */
export class WrongUse extends Error {}
