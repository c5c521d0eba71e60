/**
 * What the reader asks of a card reader. The core watches for cards and opens nothing;
 * only the check process opens a channel (R42). Drivers are made by `drivers/card/index.ts`.
 */
export interface CardReader {
  /**
   * Tells at once, and again on every change, what lies on the reader, until `signal` aborts.
   * A reader that is gone is the state `unavailable`, never a thrown error: the driver keeps trying to get it back.
   */
  watch(onChange: (presence: CardPresence) => void, signal: AbortSignal): Promise<void>;

  /** Opens the card that lies there for this process alone. Throws `CARD_ABSENT`, `CARD_BUSY`, `CARD_MUTE`, `CARD_READER_UNAVAILABLE`. */
  open(): Promise<CardChannel>;
}

export type CardPresence =
  | { readonly state: 'empty' }
  | { readonly state: 'laid' }
  /** A card lies there but does not answer: no chip, broken chip, wrong way up. */
  | { readonly state: 'mute' }
  | { readonly state: 'unavailable'; readonly code: string };

/** An open card. One command at a time; callers queue. */
export interface CardChannel {
  /**
   * Sends one command APDU and returns the whole response (data, SW1, SW2) in a Buffer that the caller owns and zeroes.
   * Throws `CARD_REMOVED`, `CARD_RESET`, `CARD_READER_UNAVAILABLE`.
   */
  transmit(command: Uint8Array): Promise<Buffer>;

  /** Unpowers the card, so that no verified PIN outlives the check. Never throws. */
  close(): Promise<void>;
}
