/** Ways to show a face that is not there; see `prepareAttack`. */
export const attackKinds = [
  'print',
  'print-close',
  'screen',
  'screen-close',
  'cut-out',
  'replay',
  'replay-close',
] as const;

export type AttackKind = (typeof attackKinds)[number];
