/** 64 characters of UTF-8 and a byte more, so that what is cut off is still too long. */
const maxBytes = 257;
const [interrupt, backspace, newline, enter, rubout] = [0x03, 0x08, 0x0a, 0x0d, 0x7f];

/**
 * Lines typed or piped in, as Buffers of their own that whoever takes them zeroes; what the system handed over is zeroed here.
 * At a terminal nothing is shown, from now on; Backspace takes a character back, Ctrl-C ends the lines.
 */
export function secretLines(input: NodeJS.ReadStream): AsyncGenerator<Buffer, void> {
  if (input.isTTY) input.setRawMode(true); // before anybody is asked: who types at once is not shown either
  return linesOf(input);
}

async function* linesOf(input: NodeJS.ReadStream): AsyncGenerator<Buffer, void> {
  let line = Buffer.alloc(maxBytes);
  let length = 0;
  let before = 0;
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      try {
        for (const byte of chunk) {
          const isEnd = byte === enter || (byte === newline && before !== enter);
          before = byte;
          if (input.isTTY && byte === interrupt) return;
          if (isEnd) {
            const whole = line.subarray(0, length);
            [line, length] = [Buffer.alloc(maxBytes), 0];
            yield whole;
          } else if (input.isTTY && (byte === rubout || byte === backspace)) length = startOfLast(line, length);
          else if (byte !== newline && length < maxBytes) line[length++] = byte;
        }
      } finally {
        chunk.fill(0);
      }
    }
    if (length > 0) yield line.subarray(0, length);
  } finally {
    if (input.isTTY) input.setRawMode(false);
  }
}

/** Where the last character of UTF-8 begins. */
function startOfLast(line: Buffer, length: number): number {
  let at = Math.max(0, length - 1);
  while (at > 0 && ((line[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return at;
}
