/** The part of the JPEG 2000 codec that this project uses; the package brings no types. */
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  interface FrameInfo {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned: boolean;
  }
  interface J2KDecoder {
    /** Memory of the codec for this many bytes. */
    getEncodedBuffer(length: number): Uint8Array;
    decode(): void;
    getFrameInfo(): FrameInfo;
    /** Memory of the codec, interleaved. */
    getDecodedBuffer(): Uint8Array;
    delete(): void;
  }
  interface Codec {
    readonly HEAPU8: Uint8Array;
    readonly J2KDecoder: new () => J2KDecoder;
  }
  export default function makeCodec(options?: {
    print?: (line: string) => void;
    printErr?: (line: string) => void;
    /** Makes the instance in place of the codec, and answers what `receive` does. */
    instantiateWasm?: (
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance) => WebAssembly.Exports,
    ) => WebAssembly.Exports;
  }): Promise<Codec>;
}
