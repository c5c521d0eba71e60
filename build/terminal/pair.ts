import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { derOf, makeCertificateRequest } from '../../crypto/reader-ca.ts';
import type { Pairing, Reply } from '../../firmware/terminal/generated/types.ts';
import { commitmentOf, pairingCode } from '../../firmware/terminal/pairing/code.ts';
import { askOnce } from './ask-once.ts';
import { type Asking, openAsking } from './asking.ts';
import { terminalToolFault } from './faults.ts';
import { isSerial, openWire } from './wire.ts';

/** What a paired terminal keeps: its key and certificate, and the reader's CA; PEM. */
export interface TerminalCredentials {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

/**
 * Pairs a terminal with a reader, as the terminal does it. `onCode`: shows the code that staff compare.
 * @throws the reader's refusal as TERMINAL_REFUSED with its code
 */
export async function pairWith(
  { url, reader, name }: { readonly url: string; readonly reader: string; readonly name: string },
  onCode: (code: string) => void,
): Promise<TerminalCredentials> {
  // Nothing vouches for the reader yet: the code will.
  const terminal = `pairing-${randomBytes(8).toString('hex')}`;
  const line = isSerial(url)
    ? await openLine(url, reader, terminal)
    : await openAsking({ url, reader, terminal, listens: false, mqtt: { rejectUnauthorized: false } });
  try {
    const { key, request } = await makeCertificateRequest(name);
    const nonce = randomBytes(16);
    const offer = pairingIn(await line.ask('pairing', { name, request, commitment: commitmentOf(nonce) }));
    const result = () => line.ask('pairing-result', { pairing: offer.id ?? '', nonce: nonce.toString('base64') });
    let answer = pairingIn(await result());
    onCode(
      pairingCode({
        ca: derOf(offer.ca ?? ''),
        request: derOf(request),
        readerNonce: Buffer.from(offer.nonce ?? '', 'base64'),
        terminalNonce: nonce,
      }),
    );
    while (answer.state === 'waiting') {
      await delay(500);
      answer = pairingIn(await result());
    }
    return { key, cert: answer.certificate ?? '', ca: offer.ca ?? '' }; // the CA that the code was made of, no other
  } finally {
    await line.close();
  }
}

/** The same by a serial line. */
async function openLine(url: string, reader: string, terminal: string): Promise<Pick<Asking, 'ask' | 'close'>> {
  const wire = await openWire(url, reader);
  return { ask: (name, data) => askOnce(wire, { reader, terminal, name, data }), close: () => wire.close() };
}

function pairingIn({ accepted, code, what, pairing }: Reply): Pairing {
  if (!accepted || !pairing) throw terminalToolFault('TERMINAL_REFUSED', `${code}: ${what}`);
  return pairing;
}
