import { sign, X509Certificate } from 'node:crypto';
import { derOf } from '../../crypto/reader-ca.ts';
import type { Reply, SignOnRequest } from '../../firmware/terminal/generated/types.ts';
import { signOnText } from '../../firmware/terminal/serial/sign-on.ts';
import { askOnce } from './ask-once.ts';
import { terminalToolFault } from './faults.ts';
import type { TerminalCredentials } from './pair.ts';
import type { Wire } from './wire.ts';

/** Proves over a line which paired terminal this is. Throws READER_SILENT, TERMINAL_REFUSED. */
export async function signOn(wire: Wire, reader: string, { key, cert, ca }: TerminalCredentials): Promise<void> {
  const terminal = new X509Certificate(cert).subject.replace(/^CN=/, '');
  const ask = async (data: SignOnRequest): Promise<Reply> => {
    const reply = await askOnce(wire, { reader, terminal, name: 'sign-on', data });
    if (!reply.accepted) throw terminalToolFault('TERMINAL_REFUSED', `${reply.code}: ${reply.what}`);
    return reply;
  };
  const { signOn: offer } = await ask({});
  const text = signOnText(derOf(ca), Buffer.from(offer?.nonce ?? '', 'base64'));
  await ask({ certificate: cert, signature: sign('sha256', text, key).toString('base64') });
}
