import { Buffer } from 'node:buffer';

/** A command APDU taken apart. `le` is undefined where no answer is asked for; 00 stands for the most the form allows. */
export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Buffer;
  readonly le: number | undefined;
  readonly extended: boolean;
}

/**
 * Takes a command APDU apart: cases 1 to 4, short and extended (ISO/IEC 7816-3, 12.1). Undefined where the lengths do not add up.
 */
export function parseCommandApdu(apdu: Uint8Array): CommandApdu | undefined {
  const bytes = Buffer.from(apdu.buffer, apdu.byteOffset, apdu.byteLength);
  if (bytes.length < 4) return undefined;
  const body = bytes.subarray(4);
  const lengths = body.length > 1 && body[0] === 0 ? extendedBody(body) : shortBody(body);
  if (!lengths) return undefined;
  const [cla, ins, p1, p2] = bytes as unknown as [number, number, number, number];
  return { cla, ins, p1, p2, ...lengths };
}

type Body = Pick<CommandApdu, 'data' | 'le' | 'extended'>;

const none = Buffer.alloc(0);

function shortBody(body: Buffer): Body | undefined {
  const first = body[0];
  if (first === undefined) return { data: none, le: undefined, extended: false };
  if (body.length === 1) return { data: none, le: first || 0x100, extended: false };
  const rest = body.length - 1 - first;
  if (first === 0 || rest < 0 || rest > 1) return undefined;
  const le = rest === 1 ? (body[body.length - 1] ?? 0) || 0x100 : undefined;
  return { data: body.subarray(1, 1 + first), le, extended: false };
}

function extendedBody(body: Buffer): Body | undefined {
  if (body.length < 3) return undefined;
  const first = body.readUInt16BE(1);
  if (body.length === 3) return { data: none, le: first || 0x1_0000, extended: true };
  const rest = body.length - 3 - first;
  if (first === 0 || (rest !== 0 && rest !== 2)) return undefined;
  const le = rest === 2 ? body.readUInt16BE(body.length - 2) || 0x1_0000 : undefined;
  return { data: body.subarray(3, 3 + first), le, extended: true };
}
