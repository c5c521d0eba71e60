/** The machine that the reader runs on, as far as updates go: two slots, one running, the other written while patients are served. */
export interface UpdatingMachine {
  /** Somebody is at the reader, or nobody any more. No update begins meanwhile, whoever asks for it. */
  tellVisiting(visiting: boolean): void;
  /** Installs a signed bundle from an https address into the slot that does not run. Throws the faults of updates. */
  install(address: string): Promise<void>;
  /** An update is installed and waits for the machine's restart, whoever had it installed. */
  readonly restartDue: boolean;
  /** Starts the machine anew, soon. */
  restart(): void;
}
