import { type Files, systemFiles } from '../../crypto/durable-files.ts';
import { openTpm } from '../../crypto/tpm.ts';
import { tpmFiles } from '../../crypto/tpm-files.ts';
import type { Settings } from './settings.ts';

/** The file system for this device's keys: sealed by its TPM, where the settings name one. */
export const keyFiles = ({ tpm }: Partial<Settings['device']>): Files =>
  tpm === undefined ? systemFiles : tpmFiles(systemFiles, openTpm(tpm));
