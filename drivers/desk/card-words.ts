/** First byte of what the reader says on a card connection; an APDU follows `transmit`. */
export const toCard = { open: 0x00, transmit: 0x01 } as const;

/** First byte of the desk's answer: data follows `done`, a fault code in ASCII follows `failed`. */
export const fromCard = { done: 0x00, failed: 0x01 } as const;
