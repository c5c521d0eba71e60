import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import makeDecoder from '@cornerstonejs/codec-openjpeg/decodewasmjs';

/** A JPEG 2000 codec with memory of its own. */
export type PhotoCodec = Awaited<ReturnType<typeof makeDecoder>>;

/**
 * Compiles the codec once; each call of what is answered makes a fresh one, which writes nothing to the console and never gets more
 * than the 50 MiB it is born with. The largest photo takes half of that. Without the bound a header of a few bytes takes up to 2 GiB:
 * a palette of 255 columns, cells of one pixel, tens of thousands of tiles.
 */
export async function photoCodecs(): Promise<() => Promise<PhotoCodec>> {
  const file = createRequire(import.meta.url).resolve('@cornerstonejs/codec-openjpeg/decodewasm');
  const module = await WebAssembly.compile(await readFile(file));
  // The options become the codec, so each one needs its own.
  return () =>
    makeDecoder({
      print: () => undefined,
      printErr: () => undefined,
      instantiateWasm: (imports, receive) => {
        const instance = new WebAssembly.Instance(module, imports);
        for (const it of Object.values(instance.exports)) if (it instanceof WebAssembly.Memory) it.grow = neverMore;
        return receive(instance);
      },
    });
}

/** The codec takes it as a machine without memory, and fails. */
function neverMore(): never {
  throw new RangeError('a photo needs no more memory');
}
