import type { InferenceSession, OnnxValue } from 'onnxruntime-node';
import ort from 'onnxruntime-node';
import { faceFault } from './faults.ts';
import { type PackModel, readModel } from './pack.ts';

/**
 * With the arena and its plan each run lands in the same memory: 100 MB less resident than without after a few hundred
 * frames, and one run on nothing overwrites what the last left. Denormals count as zero, since the recognizer's layers
 * are full of them and it is seven times slower otherwise; that holds for the whole thread afterwards, JavaScript
 * included (Number.MIN_VALUE is 0 there).
 */
const sessionOptions = (threads: number): InferenceSession.SessionOptions => ({
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  enableCpuMemArena: true,
  enableMemPattern: true,
  logSeverityLevel: 3,
  // Threads that spin while they wait take the cores from the thread that reads the card's face.
  extra: { session: { set_denormal_as_zero: '1', 'intra_op.allow_spinning': '0' } },
});

/** One loaded model with its own input and output memory, used in turns and zeroed after each. */
export class Model {
  readonly #session: InferenceSession;
  readonly #feeds: Record<string, OnnxValue>;
  readonly #fetches: Record<string, OnnxValue>;
  readonly #input: Float32Array;
  readonly #outputs: readonly Float32Array[];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(session: InferenceSession, input: NamedTensor, outputs: readonly NamedTensor[]) {
    this.#session = session;
    this.#input = input.data;
    this.#outputs = outputs.map((output) => output.data);
    this.#feeds = { [input.name]: input.tensor };
    this.#fetches = Object.fromEntries(outputs.map(({ name, tensor }) => [name, tensor]));
  }

  /** How many numbers the first output has. */
  get outputLength(): number {
    return this.#outputs[0]?.length ?? 0;
  }

  /**
   * Runs the model once: `fill` writes the input (zero before, planes of the manifest's preprocessing), `read` takes
   * what it needs from the outputs, in the manifest's order, and must copy. Both memories are zeroed before the next
   * turn, whatever happens.
   */
  run<Result>(fill: (input: Float32Array) => void, read: (...outputs: Float32Array[]) => Result): Promise<Result> {
    const turn = this.#turn.then(async () => {
      try {
        fill(this.#input);
        const copies = await this.#session.run(this.#feeds, this.#fetches);
        for (const { data } of Object.values(copies)) if (data instanceof Float32Array) data.fill(0);
        return read(...this.#outputs);
      } finally {
        this.#input.fill(0);
        for (const output of this.#outputs) output.fill(0);
      }
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Overwrites what the last run left in the session's own memory, by a run on nothing. */
  forget(): Promise<void> {
    return this.run(
      () => undefined,
      () => undefined,
    );
  }

  /** Gives the session's memory back after the last turn. */
  async close(): Promise<void> {
    await this.#turn;
    await this.#session.release();
  }
}

interface NamedTensor {
  readonly name: string;
  readonly data: Float32Array;
  readonly tensor: OnnxValue;
}

/**
 * Reads, checks and loads one model of the pack. Throws FACE_MODEL_MISSING, FACE_MODEL_MISMATCH, or FACE_MODEL_UNUSABLE
 * when it does not load or its input and outputs are not those of the manifest.
 */
export async function loadModel(folder: string, model: PackModel, threads: number): Promise<Model> {
  const bytes = await readModel(folder, model);
  let session: InferenceSession;
  try {
    session = await ort.InferenceSession.create(bytes, sessionOptions(threads));
  } catch (cause) {
    throw faceFault('FACE_MODEL_UNUSABLE', model.file, { cause });
  }
  const { width, height, channels } = model.input;
  const wanted = [1, channels === 'grey' ? 1 : 3, height, width];
  const input = session.inputMetadata[0];
  const outputs = model.outputs.map((name) => session.outputMetadata.find((output) => output.name === name));
  if (session.inputMetadata.length !== 1 || !input?.isTensor || input.shape.join() !== wanted.join()) {
    throw faceFault('FACE_MODEL_UNUSABLE', `${model.file}: its input is not ${wanted.join('×')}`);
  }
  return new Model(
    session,
    tensorOf(model.file, input),
    outputs.map((output) => tensorOf(model.file, output)),
  );
}

function tensorOf(file: string, metadata: InferenceSession.ValueMetadata | undefined): NamedTensor {
  if (!metadata?.isTensor || metadata.type !== 'float32') {
    throw faceFault('FACE_MODEL_UNUSABLE', `${file}: an output of the manifest is missing or not float32`);
  }
  const shape = metadata.shape.map(Number);
  const size = shape.reduce((product, side) => product * side, 1);
  if (!(size > 0)) throw faceFault('FACE_MODEL_UNUSABLE', `${file}: ${metadata.name} has no fixed size`);
  const data = new Float32Array(size);
  return { name: metadata.name, data, tensor: new ort.Tensor('float32', data, shape) };
}
