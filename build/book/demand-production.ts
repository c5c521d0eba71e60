import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

const fault = faultsOf({
  NOT_FOR_CERTIFICATION: {
    at: 'vendor',
    what: 'The examined device runs a build with emulated devices: a bring-up image, or the development build',
    next: 'Flash the production image, examine it (doctor --production --json), and give that doctor.json.',
  },
} as const satisfies FaultTable);

/**
 * Throws NOT_FOR_CERTIFICATION where the examination of a device in an evidence folder says that its build is none for patients. A report that cannot be
 * read is left to the rows that it speaks for: they fail.
 */
export async function demandProductionBuild(evidence: string): Promise<void> {
  const points: unknown = await readFile(join(evidence, 'doctor.json'), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
  if (!Array.isArray(points)) return;
  if (points.some(({ name, pass }) => name === 'production-build' && !pass)) throw fault('NOT_FOR_CERTIFICATION');
}
