import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import type { SymbolLine } from './ctc.ts';
import { decodeCtc } from './ctc.ts';
import { cardFaceFault } from './faults.ts';
import type { GreyImage } from './grey.ts';
import { symbolTable } from './symbols.ts';
import type { Traces } from './traces.ts';

/** PP-OCRv4's text recognition model (PaddlePaddle) and its dictionary. */
const modelFile = 'ch_PP-OCRv4_rec_infer.onnx';
const dictionaryFile = 'ppocr_keys_v1.txt';

/** The model's input height; its width is free, one step of output for eight pixels. */
export const lineHeight = 48;

/** Reads pictures of single lines of writing. */
export interface LineRecogniser {
  /** @param line dark on light, `lineHeight` high, of any width ≥ 16 */
  recognise(line: GreyImage, traces: Traces): Promise<SymbolLine>;
  close(): Promise<void>;
}

/**
 * Loads the recognition model and runs it once, so that the first card does not pay for it.
 * @param modelFolder folder of the model and its dictionary
 * @throws CARD_FACE_MODEL_MISSING, CARD_FACE_MODEL_BROKEN
 */
export async function loadRecogniser(modelFolder: string, threads: number): Promise<LineRecogniser> {
  const model = join(modelFolder, modelFile);
  const [dictionary] = await Promise.all([readFile(join(modelFolder, dictionaryFile), 'utf8'), access(model)]).catch(
    missing,
  );
  const table = symbolTable(dictionary);
  // By its path: a model read into a Buffer first would be in memory twice.
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableCpuMemArena: false, // an arena keeps its largest size, and what was read, for ever
    enableMemPattern: false, // widths differ from line to line
    logSeverityLevel: 3,
  }).catch((cause: unknown) => {
    throw cardFaceFault('CARD_FACE_MODEL_BROKEN', modelFile, { cause });
  });
  await tryOut(session, table.length);
  return { recognise: (line, traces) => recognise(session, table, line, traces), close: () => session.release() };
}

function missing(cause: unknown): never {
  throw cardFaceFault('CARD_FACE_MODEL_MISSING', `${modelFile}, ${dictionaryFile}`, { cause });
}

/** One run on an empty line: warms the session and proves that model and dictionary belong together. */
async function tryOut(session: ort.InferenceSession, classes: number): Promise<void> {
  const { dims } = await run(session, new Float32Array(3 * lineHeight * 320), 320);
  if (dims[2] !== classes) throw cardFaceFault('CARD_FACE_MODEL_BROKEN', `${dictionaryFile} is of another model`);
}

async function recognise(
  session: ort.InferenceSession,
  table: Uint8Array,
  line: GreyImage,
  traces: Traces,
): Promise<SymbolLine> {
  const pixels = line.data.length;
  // Zeroed at once, not with the frame: what many lines leave would pile up until the frame's end.
  const samples = new Float32Array(3 * pixels);
  let chances: Float32Array | undefined;
  try {
    for (let at = 0; at < pixels; at++) samples[at] = (line.data[at] as number) / 127.5 - 1;
    samples.copyWithin(pixels, 0, pixels);
    samples.copyWithin(2 * pixels, 0, pixels);
    const output = await run(session, samples, line.width);
    chances = output.data as Float32Array;
    return decodeCtc(chances, output.dims[1] ?? 0, table, traces);
  } finally {
    samples.fill(0);
    chances?.fill(0);
  }
}

/** @returns the model's answer: 1 × steps × classes */
async function run(session: ort.InferenceSession, samples: Float32Array, width: number): Promise<ort.Tensor> {
  const [inputName, outputName] = [session.inputNames[0] ?? '', session.outputNames[0] ?? ''];
  const input = new ort.Tensor('float32', samples, [1, 3, lineHeight, width]);
  const answer = await session.run({ [inputName]: input }).catch((cause: unknown) => {
    throw cardFaceFault('CARD_FACE_MODEL_BROKEN', modelFile, { cause });
  });
  const output = answer[outputName];
  if (output?.type !== 'float32' || output.dims.length !== 3) throw cardFaceFault('CARD_FACE_MODEL_BROKEN', modelFile);
  return output;
}
