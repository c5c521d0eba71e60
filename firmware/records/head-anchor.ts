import { type Files, replaceFile } from '../../crypto/durable-files.ts';
import type { ChainHead, SignText } from './operation-record.ts';

/** What the device signs of a head. */
export const headText = ({ seq, hash }: ChainHead): string => `kazasu head 1 ${seq} ${hash}`;

/** Remembers the last signed record outside the log, so that a log whose end was cut off is known at the next start. */
export interface HeadAnchor {
  /** Undefined when there is none, or none that this device has made. */
  read(): Promise<ChainHead | undefined>;
  write(head: ChainHead): Promise<void>;
}

/** @param path of its file, away from the log */
export function headAnchor(path: string, { files, sign }: { files: Files; sign: SignText }): HeadAnchor {
  const written = ({ seq, hash }: ChainHead): string =>
    `${JSON.stringify({ seq, hash, signature: sign(headText({ seq, hash })) })}\n`;
  return {
    read: async () => {
      try {
        const text = await files.readFile(path, 'utf8');
        const { seq, hash } = JSON.parse(text);
        // Ed25519 signs the same text the same way each time: what this device wrote can be written again.
        return Number.isSafeInteger(seq) && typeof hash === 'string' && written({ seq, hash }) === text
          ? { seq, hash }
          : undefined;
      } catch {
        return undefined;
      }
    },
    write: (head) => replaceFile(files, path, written(head)),
  };
}
