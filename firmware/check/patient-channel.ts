import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lockedBuffer, wipe } from '../../crypto/locked-buffer.ts';
import type { PatientChannelAddress } from './messages.ts';
import { createPatientKey, type PatientKey } from './patient-key.ts';
import { patientSeal } from './patient-seal.ts';
import type { Preview } from './preview.ts';

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
  readonly preview: Preview;
}

const pinLength = 4;

/**
 * The patient channel: the panel's page speaks to the check process itself on loopback, so that neither the PIN nor the camera's pictures cross the
 * core (R41, R42). The token is the bearer; a body begins with the page's key and all else is sealed (`patientSeal`), both ways.
 * `POST /pin`: the four digits. `POST /preview`: answered by the face camera's pictures while it looks (`Preview`).
 */
export async function openPatientChannel(
  options: PatientChannelOptions,
): Promise<{ address: PatientChannelAddress; close(): Promise<void> }> {
  const key = createPatientKey(options.token);
  const server = createServer({ keepAliveTimeout: 1000 }, (request, response) => {
    serve(options, key, request, response).catch(() => response.destroy());
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return { address: { port, token: options.token, key: key.publicKey }, close: () => close(server) };
}

async function serve(
  options: PatientChannelOptions,
  key: PatientKey,
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
  const asked = `${request.method} ${request.url}`;
  if (asked === 'POST /pin') return takePin(options, key, request, response);
  if (asked === 'POST /preview') return showPreview(options, key, request, response);
  return refuse(response, 404, 'NOT_FOUND');
}

async function takePin(
  { onPin }: PatientChannelOptions,
  key: PatientKey,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readExactly(request, patientSeal.keyBytes + pinLength + patientSeal.tagBytes);
  const opened = body && key.open('pin', body.subarray(0, patientSeal.keyBytes), body.subarray(patientSeal.keyBytes));
  if (!opened) return refuse(response, 400, 'PIN_MALFORMED');
  const pin = lockedBuffer(pinLength);
  opened.copy(pin);
  opened.fill(0);
  try {
    if (!pin.every((digit) => digit >= 0x30 && digit <= 0x39)) return refuse(response, 400, 'PIN_MALFORMED');
    const answer = await onPin(pin);
    if (!answer) return refuse(response, 409, 'PIN_NOT_ASKED');
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  } finally {
    wipe(pin);
  }
}

async function showPreview(
  { preview }: PatientChannelOptions,
  key: PatientKey,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const page = await readExactly(request, patientSeal.keyBytes);
  const seal = page && key.sealer('preview', page);
  if (!seal) return refuse(response, 400, 'KEY_MALFORMED');
  response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
  response.flushHeaders();
  preview.add(response, seal);
}

function allowed({ origins, token }: PatientChannelOptions, request: IncomingMessage): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  const from = request.headers.origin;
  return (
    given.length === wanted.length && timingSafeEqual(given, wanted) && (from === undefined || origins.includes(from))
  );
}

/** The body, if it has this length; else it is read to its end and dropped. */
async function readExactly(request: IncomingMessage, length: number): Promise<Buffer | undefined> {
  const body = Buffer.alloc(length);
  let read = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (read + chunk.length <= length) chunk.copy(body, read);
    read += chunk.length;
  }
  return read === length ? body : undefined;
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

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
