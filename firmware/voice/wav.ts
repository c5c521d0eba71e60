/** 16-bit samples of one channel, as eSpeak NG makes them. */
export interface Samples {
  readonly rate: number;
  readonly bytes: Buffer;
}

const headerBytes = 44;

/** The samples of a WAV file as eSpeak NG writes it to a pipe: a header of 44 bytes, whose lengths are not to be believed. */
export const samplesOf = (file: Buffer): Samples => ({
  rate: file.readUInt32LE(24),
  bytes: file.subarray(headerBytes),
});

/** A WAV file of samples, one after another; they have one rate. */
export function wavOf(pieces: readonly Samples[]): Buffer {
  const bytes = Buffer.concat(pieces.map((piece) => piece.bytes));
  const rate = pieces[0]?.rate ?? 22_050;
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(headerBytes - 8 + bytes.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(bytes.length, 40);
  return Buffer.concat([header, bytes]);
}
