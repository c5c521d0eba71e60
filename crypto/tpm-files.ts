import { basename } from 'node:path';
import { type Files, replaceFile } from './durable-files.ts';
import { isSealed, type Tpm } from './tpm.ts';

/** Names of the files that hold a key of this device. */
const secretFiles: readonly string[] = ['device-key.pem', 'key'];

const isSecret = (path: string): boolean => secretFiles.includes(basename(path).replace(/\.new$/, ''));

/**
 * The file system, in which files that hold a key of this device are sealed by its TPM: stolen, the disk opens nothing. A key that still lies there in the
 * clear is sealed when it is first read. `readFile` and writing throw `TPM_UNAVAILABLE` too.
 */
export function tpmFiles(files: Files, tpm: Tpm): Files {
  const readFile = async (path: string, encoding: 'utf8') => {
    const text = await files.readFile(path, encoding);
    if (!isSecret(path)) return text;
    if (isSealed(text)) return (await tpm.unseal(text)).toString('utf8');
    await replaceFile(sealing, path, text);
    return text;
  };
  const open = async (...args: Parameters<Files['open']>) => {
    const file = await files.open(...args);
    if (!isSecret(String(args[0]))) return file;
    const { writeFile } = file;
    file.writeFile = async (text) => writeFile.call(file, await tpm.seal(Buffer.from(String(text))));
    return file;
  };
  const sealing = { ...files, readFile, open } as Files;
  return sealing;
}
