import { createHash } from 'node:crypto';
import { systemFiles } from '../../crypto/durable-files.ts';
import { derOf, makeCertificateRequest, type ReaderCa, readCertificateRequest } from '../../crypto/reader-ca.ts';
import { addPaired } from '../../firmware/terminal/pairing/paired-terminals.ts';
import type { TerminalCredentials } from './pair.ts';

/** A certificate of a CA for a terminal, or whoever else is to prove who they are to a broker. */
export async function credentialsFrom(ca: ReaderCa, name: string): Promise<TerminalCredentials> {
  const { key, request } = await makeCertificateRequest(name);
  const read = await readCertificateRequest(request);
  if (!read) throw new Error('the request that was just made cannot be read');
  return { key, cert: (await ca.issueTerminal(name, read)).toString('pem'), ca: ca.certificate };
}

/** Puts a terminal on the list of a pairing folder without asking staff: for readers that a tool or a test starts for itself. */
export async function letIn(folder: string, name: string, { cert }: TerminalCredentials): Promise<void> {
  const fingerprint = createHash('sha256').update(derOf(cert)).digest('hex');
  await addPaired(folder, systemFiles, { name, fingerprint, paired: '', notAfter: '' });
}
