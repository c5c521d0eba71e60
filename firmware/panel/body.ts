import type { IncomingMessage } from 'node:http';

const longest = 4096;

/** A short body; empty when it is too long. Its pieces are zeroed: it may be a password. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request) {
    pieces.push(piece);
    length += piece.length;
    if (length > longest) break;
  }
  const body = length > longest ? Buffer.alloc(0) : Buffer.concat(pieces);
  for (const piece of pieces) piece.fill(0);
  return body;
}

/** The JSON of a body; undefined when it is none. */
export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch {
    return undefined;
  }
}
