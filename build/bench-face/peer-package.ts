import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Tensorflow from '@tensorflow/tfjs';
import type * as WasmBackend from '@tensorflow/tfjs-backend-wasm';
import { faceBenchFault } from './faults.ts';

const require = createRequire(import.meta.url);
const backend = '@tensorflow/tfjs-backend-wasm';

/**
 * Where the main file of an installed package lies.
 * @throws PEER_MISSING
 */
export function folderOf(name: string): string {
  try {
    return dirname(require.resolve(name));
  } catch (cause) {
    throw faceBenchFault('PEER_MISSING', name, { cause });
  }
}

/** Loads a CommonJS file beside a package's main file: peers do not export their builds for WebAssembly. */
export const requireBeside = (name: string, file: string): unknown => require(join(folderOf(name), file));

/** What both peers run on: the WebAssembly backend of TensorFlow.js, with SIMD where the processor has it. One thread: Node gives it no more. */
export async function startWasmBackend(): Promise<{ folder: string; engine: string }> {
  const tf = require('@tensorflow/tfjs') as typeof Tensorflow;
  const wasm = require(backend) as typeof WasmBackend;
  const folder = join(folderOf(backend), '/');
  wasm.setWasmPaths(folder);
  await tf.setBackend('wasm');
  await tf.ready();
  const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) ? ' with SIMD' : '';
  return { folder, engine: `@tensorflow/tfjs ${tf.version_core}, ${tf.getBackend()}${simd}` };
}
