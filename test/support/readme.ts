import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectHome } from '../../firmware/device/home.ts';

/** The n-th code block of a language in the README, as it stands there: what is shown is what is tried. */
export function readmeBlock(language: string, n = 0): string {
  const text = readFileSync(join(projectHome(), 'README.md'), 'utf8');
  const [, code] = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))][n] ?? [];
  if (code === undefined) throw new Error(`the README has no block ${n} of ${language}`);
  return code;
}
