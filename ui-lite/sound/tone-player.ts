import type { FaceTone } from './face-tone.ts';

/** Beats a second of a tone that is not steady, and the part of each in which it sounds. */
const beatsPerSecond = 2.5;
const sounding = 0.4;
/** Beside speech. */
const loudness = 0.25;
const edgeSeconds = 0.01;
const tickSeconds = 0.1;
/** Beats are laid out so far ahead; no hint stands longer. */
const longestSeconds = 60;

/** Plays one tone until another takes its place. */
export class TonePlayer {
  readonly #context: AudioContext;
  readonly #out: AudioNode;
  #playing: OscillatorNode | undefined;
  /** Of the tone that leads; words come first. */
  readonly #lead: GainNode;
  /** When the last tick is over, on the context's clock. */
  #ticked = 0;

  constructor(context: AudioContext, out: AudioNode) {
    this.#context = context;
    this.#out = out;
    this.#lead = new GainNode(context);
    this.#lead.connect(out);
  }

  /** While words are said the tone that leads is silent. */
  giveWay(toWords: boolean): void {
    this.#lead.gain.value = toWords ? 0 : 1;
  }

  /** From when on words are not mixed with a tick. */
  get quietFrom(): number {
    return this.#ticked;
  }

  play(tone: FaceTone | undefined): void {
    this.#playing?.stop();
    this.#playing = undefined;
    if (!tone) return;
    const { gain, oscillator } = this.#voice(tone, this.#lead);
    const begin = this.#context.currentTime;
    if (tone.steady) gain.gain.setTargetAtTime(loudness, begin, edgeSeconds);
    else
      for (let at = 0; at < longestSeconds; at += 1 / beatsPerSecond) {
        gain.gain.setTargetAtTime(loudness, begin + at, edgeSeconds);
        gain.gain.setTargetAtTime(0, begin + at + sounding / beatsPerSecond, edgeSeconds);
      }
    oscillator.start();
    this.#playing = oscillator;
  }

  /** A short sound: something was taken, or a key lies there that says nothing. */
  tick(pitch: number): void {
    const { gain, oscillator } = this.#voice({ pan: 0, pitch }, this.#out);
    const begin = this.#context.currentTime;
    gain.gain.setTargetAtTime(loudness, begin, edgeSeconds / 2);
    gain.gain.setTargetAtTime(0, begin + 0.04, edgeSeconds);
    oscillator.start();
    oscillator.stop(begin + tickSeconds);
    this.#ticked = begin + tickSeconds;
  }

  #voice({ pan, pitch }: Pick<FaceTone, 'pan' | 'pitch'>, to: AudioNode) {
    const oscillator = new OscillatorNode(this.#context, { frequency: pitch });
    const gain = new GainNode(this.#context, { gain: 0 });
    oscillator.connect(gain).connect(new StereoPannerNode(this.#context, { pan })).connect(to);
    return { gain, oscillator };
  }
}
