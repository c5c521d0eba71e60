/** The size of a JPEG 2000 picture as its header states it. */
export interface Jpeg2000Size {
  /** Where the codestream begins, behind the boxes of a JP2 file. */
  readonly start: number;
  readonly width: number;
  readonly height: number;
  /** Colour planes. */
  readonly components: number;
  /** Whether all planes are unsigned, 8 bits deep and of full size. */
  readonly plain: boolean;
}

const codestreamStart = 0xff4fff51; // SOC, SIZ
const jp2Signature = 0x6a502020; // 'jP  '
const jp2Codestream = 0x6a703263; // 'jp2c'

/**
 * Reads the size out of a JPEG 2000 picture, JP2 file (ISO/IEC 15444-1 annex I) or bare codestream (annex A.5.1),
 * without decoding it, so that a hostile size is refused before memory is taken for it. Answers nothing for anything
 * else.
 */
export function jpeg2000Size(bytes: Uint8Array): Jpeg2000Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = codestreamAt(view);
  if (start === undefined || start + 42 > view.byteLength || view.getUint32(start) !== codestreamStart)
    return undefined;
  const siz = start + 6; // behind SOC, SIZ and the segment's length
  const width = view.getUint32(siz + 2) - view.getUint32(siz + 10);
  const height = view.getUint32(siz + 6) - view.getUint32(siz + 14);
  const components = view.getUint16(siz + 34);
  const planes = siz + 36;
  if (width <= 0 || height <= 0 || components === 0 || planes + 3 * components > view.byteLength) return undefined;
  let plain = true;
  for (let plane = planes; plane < planes + 3 * components; plane += 3) {
    plain &&= view.getUint8(plane) === 7 && view.getUint16(plane + 1) === 0x0101; // depth − 1, then both sampling steps
  }
  return { start, width, height, components, plain };
}

/** Where the codestream begins: at once, or in the JP2 box that holds it. */
function codestreamAt(view: DataView): number | undefined {
  if (view.byteLength < 12) return undefined;
  if (view.getUint32(0) === codestreamStart) return 0;
  if (view.getUint32(4) !== jp2Signature) return undefined;
  for (let at = 0; at + 8 <= view.byteLength; ) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === jp2Codestream) return at + (length === 1 ? 16 : 8);
    if (length < 8) return undefined; // 0: reaches to the end; 1: over 4 GB, not on a card
    at += length;
  }
  return undefined;
}
