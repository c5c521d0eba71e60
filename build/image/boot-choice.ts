/** What GRUB and RAUC know of the slots: one sector of text, so that a loss of power leaves the old or the new, never a mixture. */
export interface BootChoice {
  readonly first: Slot;
  readonly a: SlotHope;
  readonly b: SlotHope;
}
export type Slot = 'a' | 'b';

export interface SlotHope {
  /** new: installed, not proved yet. */
  readonly state: 'good' | 'new' | 'bad';
  /** Starts left before the other slot gets its turn. */
  readonly left: number;
}

const header = '# GRUB Environment Block\n';
const sector = 512;
/** The size of GRUB's environment block; its second half stays padding. */
const blockBytes = 1024;

/** As GRUB keeps it, with everything in the first sector. */
export function writeChoice({ first, a, b }: BootChoice): Buffer {
  const text = `${header}FIRST=${first}\nA=${a.state}\nA_LEFT=${a.left}\nB=${b.state}\nB_LEFT=${b.left}\n`;
  if (text.length > sector) throw new Error('the choice does not fit a sector');
  return Buffer.from(text.padEnd(blockBytes, '#'), 'latin1');
}

/** Reads a block; undefined when it is none. */
export function readChoice(block: Buffer): BootChoice | undefined {
  const text = block.toString('latin1');
  if (!text.startsWith(header)) return undefined;
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1];
  const hope = (name: string) => ({ state: value(name), left: Number(value(`${name}_LEFT`)) }) as SlotHope;
  return { first: value('FIRST') as Slot, a: hope('A'), b: hope('B') };
}

/** The slot that GRUB starts next: what grub.cfg does, told once more for the proofs. */
export function nextSlot({ first, a, b }: BootChoice): Slot | undefined {
  const hopes = { a, b };
  const order: readonly Slot[] = first === 'b' ? ['b', 'a'] : ['a', 'b'];
  const usable = order.filter((slot) => hopes[slot].state !== 'bad');
  return usable.find((slot) => hopes[slot].left > 0) ?? usable[0];
}
