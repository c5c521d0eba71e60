import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lockedBuffer, wipe } from '../../crypto/locked-buffer.ts';
import type { PatientChannelAddress } from './messages.ts';

/** What came of a PIN that was sent. */
export type PinAnswer = { readonly accepted: true } | { readonly accepted: false; readonly triesLeft: number };

export interface PatientChannelOptions {
  readonly port: number;
  /** Where the one page that may speak here comes from. */
  readonly origins: readonly string[];
  /** 32 random bytes, hexadecimal; serves this check only. */
  readonly token: string;
  /** Takes the four digits (ASCII); they are zeroed afterwards. Undefined: no PIN is asked now. */
  readonly onPin: (pin: Buffer) => Promise<PinAnswer | undefined>;
}

const pinLength = 4;
/** Bytes; a page's request to type a PIN has a tenth of it. Node takes 16 KiB at most. */
const longerThanAnyRequest = 12_000;

/**
 * The patient channel: the panel's PIN pad speaks to the check process itself on loopback, so that the PIN never crosses the core (R41, R42).
 * `POST /pin` with the token as bearer and the four digits as body.
 */
export async function openPatientChannel(
  options: PatientChannelOptions,
): Promise<{ address: PatientChannelAddress; close(): Promise<void> }> {
  const server = createServer({ keepAliveTimeout: 1000 }, (request, response) => {
    serve(options, request, response).catch(() => response.destroy());
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    address: { port, token: options.token },
    close: async () => {
      await overwriteLastRequest(port);
      await close(server);
    },
  };
}

async function serve(
  options: PatientChannelOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { origin } = request.headers;
  if (origin !== undefined && options.origins.includes(origin))
    response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Vary', 'Origin');
  response.setHeader('Cache-Control', 'no-store');
  if (request.method === 'OPTIONS') {
    response.setHeader('Access-Control-Allow-Headers', 'authorization');
    response.writeHead(204).end();
    return;
  }
  if (!allowed(options, request)) return refuse(response, 403, 'TOKEN_REFUSED');
  if (request.method !== 'POST' || request.url !== '/pin') return refuse(response, 404, 'NOT_FOUND');
  const pin = lockedBuffer(pinLength);
  try {
    if (!(await readDigits(request, pin))) return refuse(response, 400, 'PIN_MALFORMED');
    const answer = await options.onPin(pin);
    if (!answer) return refuse(response, 409, 'PIN_NOT_ASKED');
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  } finally {
    wipe(pin);
  }
}

function allowed({ origins, token }: PatientChannelOptions, request: IncomingMessage): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  const from = request.headers.origin;
  return (
    given.length === wanted.length && timingSafeEqual(given, wanted) && (from === undefined || origins.includes(from))
  );
}

/** Fills `pin` from the body and zeroes the chunks it came in; false unless it is exactly four digits. */
async function readDigits(request: IncomingMessage, pin: Buffer): Promise<boolean> {
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (length + chunk.length <= pinLength) chunk.copy(pin, length);
    length += chunk.length;
    chunk.fill(0);
  }
  return length === pinLength && pin.every((digit) => digit >= 0x30 && digit <= 0x39);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ code }));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

/**
 * Node reads all requests of a thread into one buffer and leaves the last ones there, with the PIN at their end: a longer one lies over them. Whatever
 * goes wrong with it, the channel closes.
 */
function overwriteLastRequest(port: number): Promise<void> {
  return new Promise((resolve) => {
    const headers = { 'x-nothing': '0'.repeat(longerThanAnyRequest) };
    const over = request({ host: '127.0.0.1', port, method: 'OPTIONS', headers, agent: false, timeout: 500 });
    over.on('response', (response) => response.resume());
    over.on('timeout', () => over.destroy());
    over.on('error', () => undefined); // closed already
    over.on('close', resolve);
    over.end();
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
