import { webcrypto } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { freePort, type Mosquitto, runMosquitto } from '../../build/visit/mosquitto.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { derOf, openReaderCa, type ReaderCa } from '../../crypto/reader-ca.ts';
import { readmeBlock } from './readme.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** The broker of a facility with the configuration that the README shows, and the CA of that facility. */
export interface GuardedBroker {
  readonly mosquitto: Mosquitto;
  readonly ca: ReaderCa;
}

/** Starts it in a folder. `revoked`: PEM of the certificates that count no more, made by the CA that it is handed. */
export async function startGuardedBroker(
  folder: string,
  revoked: (ca: ReaderCa) => Promise<readonly string[]> = async () => [],
): Promise<GuardedBroker> {
  const caFolder = join(folder, 'facility');
  const ca = await openReaderCa(caFolder, 'facility', systemFiles, Date.now);
  const server = await ca.issueServer('broker', [{ type: 'ip', value: '127.0.0.1' }]);
  const files = {
    'server.pem': server.certificate,
    'server-key.pem': server.key,
    'ca.pem': ca.certificate,
    'revoked.pem': await revocationList(caFolder, await revoked(ca)),
    acl: readmeBlock('acl'),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const port = await freePort();
  const lines = readmeBlock('conf')
    .replace(/^listener 8883$/m, `listener ${port} 127.0.0.1`)
    .replaceAll('/etc/mosquitto/kazasu', folder)
    .split('\n');
  return { ca, mosquitto: await runMosquitto(folder, { port, tls: true, lines }) };
}

/** What a CA says of certificates that it has issued and that count no more. */
async function revocationList(caFolder: string, revoked: readonly string[]): Promise<string> {
  const key = derOf(await readFile(join(caFolder, 'ca-key.pem'), 'utf8'));
  const signingKey = await webcrypto.subtle.importKey('pkcs8', key, algorithm, false, ['sign']);
  const { subject } = new x509.X509Certificate(await readFile(join(caFolder, 'ca.pem'), 'utf8'));
  const list = await x509.X509CrlGenerator.create(
    {
      issuer: subject,
      thisUpdate: new Date(Date.now() - 3_600_000),
      nextUpdate: new Date(Date.now() + 86_400_000),
      entries: revoked.map((pem) => ({
        serialNumber: new x509.X509Certificate(pem).serialNumber,
        revocationDate: new Date(Date.now() - 60_000),
      })),
      signingAlgorithm: algorithm,
      signingKey,
    },
    webcrypto as Crypto,
  );
  return x509.PemConverter.encode(list.rawData, 'X509 CRL');
}
