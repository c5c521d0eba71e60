import { createHash, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { isSignedBy } from '../../crypto/device-key.ts';
import { type ExportManifest, manifestText } from './export-records.ts';
import { type LogVerdict, verifyLog } from './verify-operation-log.ts';

export type ExportVerdict =
  | { readonly ok: boolean; readonly made: string; readonly logs: { readonly [name: string]: LogVerdict } }
  /** NOT_AN_EXPORT: no such file. SIGNATURE_WRONG: not made by this device, or changed. FILE_CHANGED: `file` is not what was signed. */
  | {
      readonly ok: false;
      readonly problem: 'NOT_AN_EXPORT' | 'SIGNATURE_WRONG' | 'FILE_CHANGED';
      readonly file: string;
    };

/** More than the settings let both logs grow to is none of ours. */
const mostBytes = 1 << 30;

/** Checks an export as a whole, then both logs in it, by the device's public key alone. Never throws for what stands in the file. */
export async function verifyExport(path: string, device: KeyObject): Promise<ExportVerdict> {
  const files = unzipped(await readFile(path));
  const manifest = manifestOf(files);
  if (!manifest) return { ok: false, problem: 'NOT_AN_EXPORT', file: path };
  if (!isSignedBy(device, manifestText(manifest), textOf(files, 'manifest.sig')))
    return { ok: false, problem: 'SIGNATURE_WRONG', file: 'manifest.json' };
  const known = ['manifest.json', 'manifest.sig', ...Object.keys(manifest.files)];
  for (const name of new Set([...known, ...Object.keys(files)])) {
    const sum = createHash('sha256')
      .update(files[name] ?? '')
      .digest('hex');
    if (!name.startsWith('manifest.') && manifest.files[name] !== sum)
      return { ok: false, problem: 'FILE_CHANGED', file: name };
  }
  const logs: Record<string, LogVerdict> = {};
  for (const name of Object.keys(files).filter((one) => one.endsWith('.jsonl')))
    logs[name] = await verifyLog([{ name, texts: [textOf(files, name)] }], { device });
  return { ok: Object.values(logs).every(({ ok }) => ok), made: manifest.made, logs };
}

type Files = Readonly<Record<string, Uint8Array>>;

function unzipped(bytes: Uint8Array): Files {
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ originalSize }) => {
        total += originalSize;
        return total <= mostBytes;
      },
    });
  } catch {
    return {};
  }
}

function manifestOf(files: Files): ExportManifest | undefined {
  try {
    const { format, made, files: sums } = JSON.parse(textOf(files, 'manifest.json'));
    const plain = typeof made === 'string' && Object.values(Object(sums)).every((sum) => typeof sum === 'string');
    return format === 'kazasu records 1' && plain ? { format, made, files: Object(sums) } : undefined;
  } catch {
    return undefined;
  }
}

const textOf = (files: Files, name: string): string => Buffer.from(files[name] ?? '').toString();
