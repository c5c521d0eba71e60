import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CardFile, efOf, readCardFile } from '../../drivers/card/emulated/card-file.ts';
import { parseCardFace } from '../../drivers/card/my-number-card/card-face.ts';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { chainLine, genesis } from '../../firmware/records/operation-record.ts';
import { writeFrame } from '../../firmware/terminal/serial/frame.ts';
import { requestMessage } from '../terminal/asking.ts';

/** A baseline JPEG of one grey block, as a camera would frame it. */
const jpeg = Buffer.from('ffd8ffdb0043000101ffc0000b080008000801011100ffda0008010100003f0000ff00d0ffd9', 'hex');

/** Writes what is right of each kind into `folder`/TARGET, for the fuzzer to begin at; answers the trust store that belongs to it. */
export async function writeSeeds(folder: string): Promise<{ readonly trust: string }> {
  const emulation = await prepareEmulation(join(folder, 'emulated'));
  const card = await readCardFile(emulation.card);
  const face = contentOf(card, 'visual-inspection', '0002');
  const photo = Buffer.from(parseCardFace(face).photoJp2);
  const certificate = contentOf(card, 'jpki', '000A');
  const issuer = contentOf(card, 'visual-inspection', '0004');
  const ok = Buffer.from('9000', 'hex');
  const answers = (...all: Buffer[]) =>
    Buffer.concat(all.map((data) => Buffer.concat([Buffer.from([data.length + 2]), data, ok])));
  const entry = { kind: 'reader-started', fields: { version: '1.2.3', profile: 'standard' } } as const;
  const { line } = chainLine(genesis, entry, now);
  const seeds: Record<string, readonly Buffer[]> = {
    apdu: [
      answers(Buffer.alloc(0), Buffer.from('JPKIAPICCTOKEN2      ')),
      answers(Buffer.alloc(0), Buffer.alloc(0), face.subarray(0, 240)),
    ],
    tlv: [face, issuer],
    cardFace: [face],
    cvCertificate: [issuer],
    userCertificate: [certificate],
    jpeg2000Header: [photo],
    jpeg2000: [photo],
    mjpeg: [Buffer.concat([Buffer.from([40]), jpeg, Buffer.from('--boundary\r\n'), jpeg])],
    settings: [await readFile(join(projectHome(), 'device.config.json'))],
    request: [
      Buffer.from(
        JSON.stringify(requestMessage('fuzz', 'eligibility', { session: crypto.randomUUID(), result: 'valid' })),
      ),
      Buffer.from(JSON.stringify(requestMessage('fuzz', 'mode', { mode: 'visual' }))),
    ],
    mqttLength: [Buffer.from('101200044d5154540402003c0006636c69656e74', 'hex')],
    serial: [
      Buffer.concat([Buffer.from([9]), writeFrame('message', 1, 1, Buffer.from('{}')), writeFrame('heartbeat', 1, 0)]),
    ],
    log: [Buffer.from(`${line}\n`)],
    wish: [Buffer.concat([Buffer.from([1]), Buffer.from('{"care":true,"surgery":false,"healthChecks":true}')])],
  };
  for (const [target, files] of Object.entries(seeds)) {
    await mkdir(join(folder, target), { recursive: true });
    for (const [at, bytes] of files.entries()) await writeFile(join(folder, target, `seed-${at}`), bytes);
  }
  return { trust: emulation.trust };
}

function contentOf(card: CardFile, application: Parameters<typeof efOf>[1], id: string): Buffer {
  const file = efOf(card, application, id);
  if (file?.type !== 'binary') throw new Error(`the card has no file ${id}`);
  return Buffer.from(file.content, 'base64');
}

const now = Date.UTC(2026, 5, 1);
