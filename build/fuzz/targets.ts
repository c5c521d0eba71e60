import { checkCvCertificate } from '../../crypto/cv-certificate.ts';
import { loadTrustStore } from '../../crypto/trust-store.ts';
import { checkUserCertificate } from '../../crypto/user-certificate.ts';
import { createMjpegSplitter } from '../../drivers/camera/mjpeg-splitter.ts';
import type { CardChannel } from '../../drivers/card/contract.ts';
import { parseCardFace } from '../../drivers/card/my-number-card/card-face.ts';
import { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import { readTlvs } from '../../drivers/card/my-number-card/tlv.ts';
import { checkSettings } from '../../firmware/device/settings-check.ts';
import { findJsonProblem } from '../../firmware/device/settings-json.ts';
import { chipPhotoDecoder } from '../../firmware/face/chip-photo.ts';
import { jpeg2000Size } from '../../firmware/face/jpeg2000-header.ts';
import { wishOf } from '../../firmware/panel/wishes.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { verifyLog } from '../../firmware/records/verify-operation-log.ts';
import { frameMeter } from '../../firmware/terminal/frame-guard.ts';
import { readRequest } from '../../firmware/terminal/read-request.ts';
import { deframer } from '../../firmware/terminal/serial/deframer.ts';

/**
 * Every parser of bytes from outside, as the fuzzer calls it: any bytes in. A coded error is an answer; every other one, and a hang, is a finding.
 * Each is exported by its name.
 */

/** Somewhere in the certificates' lives. */
const now = Date.UTC(2026, 5, 1);
const folder = '/etc/kazasu';

/** A card that answers with what it is given: a length byte, then so many bytes. */
function answering(data: Buffer): CardChannel {
  let at = 0;
  return {
    transmit: async () => {
      const length = data[at] ?? 0;
      const answer = Buffer.from(data.subarray(at + 1, at + 1 + length));
      at += 1 + length;
      if (answer.length === 0) throw new CodedError('CARD_MUTE', { at: 'card', what: 'no more answers', next: '' });
      return answer;
    },
    close: async () => undefined,
  };
}

export async function apdu(data: Buffer): Promise<void> {
  const card = new MyNumberCard(answering(data));
  const commands = [
    () => card.identify(),
    () => card.hasSignatureCertificate(),
    () => card.pinTries(),
    () => card.readUserCertificate(),
    () => card.readIssuerCertificate(),
    () => card.readCardFace(),
  ];
  // Begins at any of them, so that a card need not pass the first to meet the last.
  const first = (data.at(-1) ?? 0) % commands.length;
  for (const command of commands.slice(first)) await coded(command);
}

export function tlv(data: Buffer): void {
  codedNow(() => readTlvs(data, 0, data.length));
}

export function cardFace(data: Buffer): void {
  codedNow(() => parseCardFace(data));
}

const trusted = once(() => loadTrustStore(process.env.KAZASU_FUZZ_TRUST ?? ''));

export async function cvCertificate(data: Buffer): Promise<void> {
  const all = await trusted();
  codedNow(() => checkCvCertificate(data, all));
}

export async function userCertificate(data: Buffer): Promise<void> {
  const all = await trusted();
  codedNow(() => checkUserCertificate(data, all, now));
}

export function jpeg2000Header(data: Buffer): void {
  jpeg2000Size(data);
}

const decoder = once(chipPhotoDecoder);

export async function jpeg2000(data: Buffer): Promise<void> {
  const decode = await decoder();
  await coded(() => decode(data));
}

/** First byte: the size of the chunks that the stream comes in. */
export function mjpeg(data: Buffer): void {
  const splitter = createMjpegSplitter(4096);
  const size = 1 + (data[0] ?? 0);
  for (let at = 1; at < data.length; at += size) {
    for (const picture of splitter.push(Buffer.from(data.subarray(at, at + size))))
      if (picture[0] !== 0xff || picture[1] !== 0xd8) throw new Error('a picture that does not begin as one');
  }
}

export function settings(data: Buffer): void {
  const text = data.toString('utf8');
  if (findJsonProblem(text)) return;
  checkSettings(JSON.parse(text), folder); // what has no problem must be JSON
}

export function request(data: Buffer): void {
  readRequest('kazasu', undefined, data);
  readRequest('kazasu', 'kazasu/1/kazasu/request/eligibility', data);
}

export function mqttLength(data: Buffer): void {
  const fits = frameMeter(65536);
  for (let at = 0; at < data.length; at += 7) if (!fits(data.subarray(at, at + 7))) return;
}

export function serial(data: Buffer): void {
  const frames = deframer();
  const size = 1 + (data[0] ?? 0);
  for (let at = 1; at < data.length; at += size) frames.push(data.subarray(at, at + size));
}

export async function log(data: Buffer): Promise<void> {
  await verifyLog([{ name: 'log', texts: [data.toString('utf8')] }]);
}

/** First byte: which address; the rest is what the page sends. */
export function wish(data: Buffer): void {
  const path = ['/choose', '/consent', '/register', '/cancel'][(data[0] ?? 0) % 4] ?? '';
  let body: unknown;
  try {
    body = JSON.parse(data.toString('utf8', 1));
  } catch {
    return; // the server answers 400 before
  }
  wishOf(path, body);
}

/** Makes it when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}

async function coded(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
  }
}

function codedNow(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
  }
}
