/** The encoder half of OpenJPEG's WebAssembly build, which brings no types of its own. */
declare module '@cornerstonejs/codec-openjpeg/wasmjs' {
  export interface FrameInfo {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned: boolean;
  }
  interface J2KEncoder {
    getDecodedBuffer(frame: FrameInfo): Uint8Array;
    setQuality(lossless: boolean, layers: number): void;
    setCompressionRatio(layer: number, ratio: number): void;
    encode(): void;
    getEncodedBuffer(): Uint8Array;
    delete(): void;
  }
  const create: (options: {
    readonly print: () => void;
    readonly printErr: () => void;
  }) => Promise<{ readonly J2KEncoder: new () => J2KEncoder }>;
  export default create;
}
