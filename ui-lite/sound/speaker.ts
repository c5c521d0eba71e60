import type { Language } from '../../firmware/words/languages.ts';
import { TonePlayer } from './tone-player.ts';

/** A phrase to be said, in a language. */
export interface Utterance {
  readonly language: Language;
  readonly id: string;
  /** It is never asked for by itself: who serves it must not learn that it is said. */
  readonly fromStore?: boolean;
}

/** How long a browser may take to let sound out, its first start included; what is older is not said any more. */
const patienceMs = 3000;

/** Says phrases through one sound output, one after another. */
export class Speaker {
  readonly context: AudioContext;
  /** Whatever sounds here goes through it. */
  readonly volume: GainNode;
  readonly tones: TonePlayer;
  #waiting: Utterance[] = [];
  #speaking: AudioBufferSourceNode | undefined;
  #busy = false;
  /** Goes up with each interruption: whoever spoke before it stops. */
  #turn = 0;
  readonly #store = new Map<string, AudioBuffer>();
  #storing: Promise<void> = Promise.resolve();

  /** @param volume per cent @param sink the output's id; the machine's usual one when it is left out */
  constructor(volume: number, sink?: string) {
    this.context = new AudioContext(sink === undefined ? {} : ({ sinkId: sink } as AudioContextOptions));
    this.volume = new GainNode(this.context, { gain: volume / 100 });
    this.volume.connect(this.context.destination);
    this.tones = new TonePlayer(this.context, this.volume);
  }

  /** Says these at once, in place of what is being said. */
  say(utterances: readonly Utterance[]): void {
    this.hush();
    this.add(utterances);
  }

  /** Says these when what is being said is over, in place of what waits. */
  add(utterances: readonly Utterance[]): void {
    this.#waiting = [...utterances];
    if (!this.#busy) void this.#speak();
  }

  hush(): void {
    this.#turn += 1;
    this.#waiting = [];
    this.#busy = false;
    this.tones.giveWay(false);
    this.#speaking?.stop();
    this.#speaking = undefined;
  }

  /** Stores these for whoever says them `fromStore`. */
  prepare(utterances: readonly Utterance[]): void {
    this.#storing = this.#fetchAll(utterances);
  }

  /** Says nothing any more and gives the output back. */
  close(): void {
    this.hush();
    this.#store.clear();
    this.tones.play(undefined);
    void this.context.close();
  }

  async #speak(): Promise<void> {
    this.#busy = true;
    this.tones.giveWay(true);
    const turn = this.#turn;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const sound = (await this.#audible()) ? await this.#soundOf(next) : undefined;
      if (turn !== this.#turn) return;
      if (sound) await this.#play(sound);
      if (turn !== this.#turn) return;
    }
    this.#busy = false;
    this.tones.giveWay(false);
  }

  async #soundOf(utterance: Utterance): Promise<AudioBuffer | undefined> {
    if (!utterance.fromStore) return this.#fetch(utterance);
    await this.#storing;
    return this.#store.get(keyOf(utterance));
  }

  async #fetchAll(utterances: readonly Utterance[]): Promise<void> {
    for (const utterance of utterances) {
      const sound = await this.#fetch(utterance);
      if (sound) this.#store.set(keyOf(utterance), sound);
    }
  }

  async #fetch({ language, id }: Utterance): Promise<AudioBuffer | undefined> {
    try {
      const answer = await fetch(`/voice/${language}/${id}`);
      return answer.ok ? await this.context.decodeAudioData(await answer.arrayBuffer()) : undefined;
    } catch {
      return undefined; // nobody speaks, or the sound is broken: the screen says it still
    }
  }

  /** A browser may hold sound back until the panel has been touched. */
  async #audible(): Promise<boolean> {
    const { context } = this;
    if (context.state === 'running') return true;
    const late = new Promise<void>((resolve) => setTimeout(resolve, patienceMs));
    await Promise.race([context.resume().catch(() => undefined), late]);
    return (context.state as AudioContextState) === 'running';
  }

  #play(sound: AudioBuffer): Promise<void> {
    return new Promise((resolve) => {
      const source = new AudioBufferSourceNode(this.context, { buffer: sound });
      source.onended = () => resolve();
      source.connect(this.volume);
      source.start(this.tones.quietFrom);
      this.#speaking = source;
    });
  }
}

const keyOf = ({ language, id }: Utterance): string => `${language}/${id}`;
