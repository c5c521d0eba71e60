import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cryptoFault } from './faults.ts';

/** A TPM 2.0, by tpm2-tools: what it seals only it can open, and it never leaves this board. */
export interface Tpm {
  /** At most 128 bytes; answers text to be kept anywhere. Throws `TPM_UNAVAILABLE`. */
  seal(secret: Buffer): Promise<string>;
  /** Throws `TPM_UNAVAILABLE`, also for what another TPM has sealed. */
  unseal(sealed: string): Promise<Buffer>;
}

/** What stands before sealed text. */
const head = 'kazasu tpm 1';

export const isSealed = (text: string): boolean => text.startsWith(head);

/** @param tcti how the TPM is reached (tss2-tctildr(3)): `device:/dev/tpmrm0` */
export function openTpm(tcti: string): Tpm {
  const tool = async (name: string, args: readonly string[], input?: Buffer) => {
    const answer = await run(`tpm2_${name}`, args, tcti, input);
    await run('tpm2_flushcontext', ['-t'], tcti); // three objects fill a TPM that nobody manages
    return answer;
  };
  return {
    seal: (secret) =>
      inFolder(async (at) => {
        await tool('createprimary', ['-Q', '-C', 'o', '-c', at('primary')]);
        await tool('create', ['-Q', '-C', at('primary'), '-i', '-', '-u', at('public'), '-r', at('private')], secret);
        const [pub, priv] = await Promise.all([readFile(at('public')), readFile(at('private'))]);
        return [head, pub.toString('base64'), priv.toString('base64')].join('\n');
      }),
    unseal: (sealed) =>
      inFolder(async (at) => {
        const [, pub = '', priv = ''] = sealed.split('\n');
        await writeFile(at('public'), Buffer.from(pub, 'base64'));
        await writeFile(at('private'), Buffer.from(priv, 'base64'));
        await tool('createprimary', ['-Q', '-C', 'o', '-c', at('primary')]);
        await tool('load', ['-Q', '-C', at('primary'), '-u', at('public'), '-r', at('private'), '-c', at('object')]);
        return tool('unseal', ['-Q', '-c', at('object')]);
      }),
  };
}

/** The tools hand over files to each other; none holds a secret in the clear. */
async function inFolder<T>(work: (at: (name: string) => string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-tpm-'));
  try {
    return await work((name) => join(folder, name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[], tcti: string, input?: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, TPM2TOOLS_TCTI: tcti };
    const child = execFile(program, args, { env, encoding: 'buffer' }, (error, stdout) => {
      if (error)
        reject(cryptoFault('TPM_UNAVAILABLE', `${program} on ${tcti}`)); // its own words may quote what it was given
      else resolve(stdout);
    });
    child.stdin?.on('error', () => undefined); // it ended before: told above
    child.stdin?.end(input);
  });
}
