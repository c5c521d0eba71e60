import { createHmac } from 'node:crypto';
import type { HeldCounts, HeldKind } from './held.ts';

/**
 * A mark by which a piece is known again without holding it: keyed hashes of a few of its bytes. The key is drawn for one check and
 * goes with its process, so a mark tells nobody anything. Can be handed to a thread.
 */
export interface Mark {
  readonly kind: HeldKind;
  /** Several marks are of one window and begin at each of its first bytes: wherever it lies in memory, one of them is aligned. */
  readonly window: string;
  readonly length: number;
  /** Keyed hashes of its first word and of the whole. */
  readonly first: number;
  readonly whole: string;
}

const windowBytes = 32;
/** Memory is looked through word by word: four times as fast as byte by byte. */
const wordBytes = 4;
const leastStepBytes = 256;
/** Windows of one piece; few of each of many frames. */
const mostOfAPiece = { code: 1, pin: 1, photo: 64, template: 64, frame: 4 } as const satisfies Record<HeldKind, number>;
/** Shorter than this, bytes may stand anywhere by chance. */
const leastBytes = 9;
/** A check that goes on for long shows more frames than are worth remembering. */
const mostOfAKind = 256;

/** Makes marks with the key of one check, and knows them again. */
export class Marks {
  readonly #key: Uint8Array;
  readonly #words: readonly [number, number];
  readonly #marks: Mark[] = [];
  readonly #windows = new Map<HeldKind, number>();

  /** @param key 32 random bytes */
  constructor(key: Uint8Array) {
    this.#key = key;
    const { buffer, byteOffset } = key;
    const view = new DataView(buffer, byteOffset);
    this.#words = [view.getInt32(0), view.getInt32(4) | 1];
  }

  get key(): Uint8Array {
    return this.#key;
  }

  get all(): readonly Mark[] {
    return this.#marks;
  }

  /** Marks a piece: the whole when it is short, windows of it when it is long; parts too plain to mean anything are left out. */
  take(kind: HeldKind, piece: Uint8Array): void {
    let count = this.#windows.get(kind) ?? 0;
    const length = Math.min(windowBytes, piece.length);
    const step = Math.max(leastStepBytes, Math.ceil(piece.length / mostOfAPiece[kind]));
    for (let at = 0; at + length <= piece.length && count < mostOfAKind; at += step) {
      const window = piece.subarray(at, at + length);
      if (length < leastBytes || new Set(window).size < length / 4) continue;
      for (let skip = 0; skip < wordBytes; skip++)
        this.#marks.push(this.#markOf(kind, `${kind} ${count}`, window.subarray(skip)));
      count += 1;
    }
    this.#windows.set(kind, count);
  }

  /** Adds marks that were made with the same key elsewhere. */
  add(marks: readonly Mark[]): void {
    this.#marks.push(...marks);
  }

  /** How many windows are marked. */
  get traces(): number {
    return new Set(this.#marks.map(({ window }) => window)).size;
  }

  /** Answers what looks for the marks in pieces of memory, each from the start of a word, and gathers the windows found. */
  finder(): { readonly look: (memory: Uint8Array) => void; readonly found: ReadonlySet<string> } {
    const slots = new Uint8Array(1 << slotBits);
    const bySlot = new Map<number, Mark[]>();
    for (const mark of this.#marks) {
      const slot = mark.first >>> (32 - slotBits);
      slots[slot] = 1;
      bySlot.set(slot, [...(bySlot.get(slot) ?? []), mark]);
    }
    const found = new Set<string>();
    const [mask, factor] = this.#words;
    const look = (memory: Uint8Array): void => {
      const words = wordsOf(memory);
      for (let at = 0; at < words.length; at++) {
        const first = hashed(words[at] as number, mask, factor);
        if (slots[first >>> (32 - slotBits)] === 0) continue;
        for (const mark of bySlot.get(first >>> (32 - slotBits)) ?? [])
          if (mark.first === first && this.#isAt(mark, memory, at * wordBytes)) found.add(mark.window);
      }
    };
    return { look, found };
  }

  #isAt(mark: Mark, memory: Uint8Array, at: number): boolean {
    if (at + mark.length > memory.length) return false;
    return this.#whole(memory.subarray(at, at + mark.length)) === mark.whole;
  }

  #markOf(kind: HeldKind, window: string, bytes: Uint8Array): Mark {
    const word = new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true); // as memory is read on every machine of ours
    const first = hashed(word, ...this.#words);
    return { kind, window, length: bytes.length, first, whole: this.#whole(bytes) };
  }

  #whole(window: Uint8Array): string {
    return createHmac('sha256', this.#key).update(window).digest('base64');
  }
}

/** How many windows of each kind were found. */
export function kindsOf(windows: ReadonlySet<string>): HeldCounts {
  const counts: { [kind in HeldKind]?: number } = {};
  for (const window of windows) {
    const kind = window.split(' ')[0] as HeldKind;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

const slotBits = 20;

/** The whole words of a piece of memory. */
function wordsOf(memory: Uint8Array): Int32Array {
  const whole = memory.byteOffset % wordBytes === 0 ? memory : memory.slice();
  return new Int32Array(whole.buffer, whole.byteOffset, Math.floor(whole.length / wordBytes));
}

/** 32 bits in, 32 bits out. */
function hashed(word: number, mask: number, factor: number): number {
  const mixed = Math.imul(word ^ mask, factor);
  return Math.imul(mixed ^ (mixed >>> 15), 0x9e3779b1);
}
