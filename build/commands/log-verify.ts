import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { deviceKeyOf, isSignedBy } from '../../crypto/device-key.ts';
import { headText } from '../../firmware/records/head-anchor.ts';
import { verifyExport } from '../../firmware/records/verify-export.ts';
import { type KnownOfLog, verifyOperationLog } from '../../firmware/records/verify-operation-log.ts';
import { type Command, WrongUse } from './command.ts';

export const logVerify: Command = {
  summary: 'check chain, receipts and seals of an operation or error log, offline',
  help: `kazasu log verify [--certificate FILE [--head FILE]] FILE…
kazasu log verify --certificate FILE EXPORT.zip

Checks the files of a log, in the order of their names. Exit 0 only when the chain holds, and, with a certificate, when the
device signed every receipt and seal; otherwise the first bad record is named. One JSON object: records, receipts of erasure
(receipts), and up to which record the device's signature was checked (signedThrough); later ones are chained only. An export of \`kazasu log export\` is checked as a whole.

  --certificate FILE   device-certificate.pem of the reader that made the log
  --head FILE          operation-head.json or error-head.json of that reader: the log must not end before it`,
  run: async (args) => {
    const { values, positionals: files } = parseArgs({
      args: [...args],
      options: { certificate: { type: 'string' }, head: { type: 'string' } },
      allowPositionals: true,
    });
    if (files.length === 0) throw new WrongUse('name the files of the log');
    if (values.head !== undefined && values.certificate === undefined)
      throw new WrongUse('a head is believed by its certificate only');
    const verdict = await verify([...files].sort(), await knownOf(values));
    console.log(JSON.stringify(verdict));
    return verdict.ok ? 0 : 1;
  },
};

function verify(files: readonly string[], known: KnownOfLog): Promise<{ readonly ok: boolean }> {
  const [file = '', ...more] = files;
  if (!file.endsWith('.zip')) return verifyOperationLog(files, known);
  if (more.length > 0 || !known.device)
    throw new WrongUse('an export is checked alone, by the certificate of its device');
  return verifyExport(file, known.device);
}

async function knownOf({ certificate, head }: { certificate?: string; head?: string }): Promise<KnownOfLog> {
  if (certificate === undefined) return {};
  const device = deviceKeyOf(await readFile(certificate));
  if (head === undefined) return { device };
  const { seq, hash, signature } = JSON.parse(await readFile(head, 'utf8'));
  if (!isSignedBy(device, headText({ seq, hash }), String(signature)))
    throw new WrongUse('the head was not signed by this device');
  return { device, head: { seq, hash } };
}
