import type { BrowserContext } from 'playwright-core';

/** One stretch of what came out of a sound output, silence left out. */
export interface Stretch {
  /** The output's id; empty for the machine's usual one. */
  readonly sink: string;
  /** Number of its first sample since the output was opened. */
  readonly at: number;
  /** Samples of both sides, −1…1, at `tapRate`. */
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/** eSpeak NG's own, so that what it made is heard sample by sample. */
export const tapRate = 22_050;

const recorder = `registerProcessor('recorder', class extends AudioWorkletProcessor {
  calls = 0;
  #left = new Float32Array(2048); #right = new Float32Array(2048); #filled = 0; #at = 0;
  process([[left, right]]) {
    if (++this.calls === 100) this.port.postMessage({ begins: true }); // by then whatever is connected is heard
    const silence = new Float32Array(128);
    if (this.#filled === 0) this.#at = currentFrame;
    this.#left.set(left ?? silence, this.#filled);
    this.#right.set(right ?? left ?? silence, this.#filled);
    this.#filled += silence.length;
    if (this.#filled < this.#left.length) return true;
    this.#filled = 0;
    if ([this.#left, this.#right].some((side) => side.some((sample) => sample !== 0)))
      this.port.postMessage({ at: this.#at, left: this.#left.slice(), right: this.#right.slice() });
    return true;
  }
});`;

/** Records every sample that the pages of a context send to a sound output, where it leaves the page. The pages know nothing of it; the context has `bypassCSP`. */
export async function tapSound(context: BrowserContext, onSound: (stretch: Stretch) => void): Promise<void> {
  await context.exposeBinding(
    'soundCameOut',
    (_, { sink, at, left, right }: { sink: string; at: number; left: string; right: string }) =>
      onSound({ sink, at, left: samplesOf(left), right: samplesOf(right) }),
  );
  await context.addInitScript(tapOutputs, { rate: tapRate, recorder });
}

const samplesOf = (base64: string): Float32Array =>
  new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);

/** In the page, before anything of it runs: whatever goes to a sound output goes to a recorder too. */
function tapOutputs({ rate, recorder }: { rate: number; recorder: string }): void {
  const tell = Reflect.get(window, 'soundCameOut') as (stretch: object) => Promise<void>;
  const packed = (samples: Float32Array) => {
    let text = '';
    for (const byte of new Uint8Array(samples.buffer)) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const taps = new Map<AudioNode, AudioNode>();
  const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
    const tap = taps.get(to);
    if (tap) connect.call(this, tap);
    return connect.call(this, to);
  } as typeof AudioNode.prototype.connect;
  window.AudioContext = class extends AudioContext {
    readonly tapped: Promise<void>;
    constructor(options: AudioContextOptions = {}) {
      super({ ...options, sampleRate: rate });
      const both = { channelCount: 2, channelCountMode: 'explicit' } as const;
      const tap = new GainNode(this, both);
      taps.set(this.destination, tap);
      const module = `data:text/javascript,${encodeURIComponent(recorder)}`;
      this.tapped = this.audioWorklet.addModule(module).then(
        () =>
          new Promise((listens) => {
            const node = new AudioWorkletNode(this, 'recorder', both);
            connect.call(tap, node);
            connect.call(node, this.destination);
            node.port.onmessage = ({ data: { begins, at, left, right } }) => {
              if (begins) return listens();
              const sink = String(Reflect.get(this, 'sinkId') ?? '');
              void tell({ sink, at, left: packed(left), right: packed(right) });
            };
          }),
      );
    }
    /** Nothing is said before the recorder listens. */
    override async decodeAudioData(data: ArrayBuffer): Promise<AudioBuffer> {
      await this.tapped;
      return super.decodeAudioData(data);
    }
  };
}
