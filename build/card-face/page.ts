import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from './findings.ts';

/**
 * Writes the page of everything that was not read right, wrong values first: picture, set, seed, disturbances, reason.
 * What lay in the folder before goes. Everybody on the cards is fictional.
 * @returns the page's path
 */
export async function writePage(folder: string, findings: readonly Finding[]): Promise<string> {
  const shown = (['wrong', 'crashed', 'not-read'] as const).flatMap((outcome) =>
    findings.filter((finding) => finding.outcome === outcome),
  );
  const pictures = join(folder, 'pictures');
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  for (const finding of shown) if (finding.picture) await writeFile(join(folder, fileOf(finding)), finding.picture);
  const page = join(folder, 'index.html');
  await writeFile(page, pageOf(shown));
  return page;
}

const fileOf = ({ set, index }: Finding) => `pictures/${set}-${index}.jpg`;

function pageOf(shown: readonly Finding[]): string {
  const wrong = shown.filter(({ outcome }) => outcome === 'wrong').length;
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Card faces that were not read</title>
<style>
  body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; background: #fff; color: #222 }
  main { display: grid; grid-template-columns: repeat(auto-fill, minmax(26em, 1fr)); gap: 1.5em }
  figure { margin: 0; border: 1px solid #bbb; padding: .6em }
  figure.wrong, figure.crashed { border: 4px solid #b00 }
  img { width: 100% } b { color: #b00 } code { overflow-wrap: anywhere }
</style>
<h1>${wrong} wrong values, ${shown.length - wrong} not read</h1>
<p>Last frame of each scan. Every person is fictional. Read one by hand: <code>kazasu card-face read pictures/….jpg</code></p>
<main>
${shown.map(figureOf).join('\n')}
</main></html>
`;
}

function figureOf(finding: Finding): string {
  const {
    set,
    index,
    seed,
    kind = 'ordinary',
    outcome,
    reason = '',
    frames,
    disturbances = {},
    said,
    printed,
  } = finding;
  const strengths = Object.entries(disturbances).map(([name, strength]) => `${name}=${strength.toFixed(2)}`);
  const values = said === undefined ? '' : `<b>read ${text(said)}, printed ${text(printed ?? '')}</b><br>`;
  const picture = finding.picture
    ? `<a href="${fileOf(finding)}"><img loading="lazy" src="${fileOf(finding)}" alt="last frame"></a>`
    : '';
  return `<figure class="${outcome}">${picture}<figcaption>${values}${set} ${index}, seed ${seed}: ${text(kind)},
${outcome} ${text(reason)} after ${frames} frames<br><code>${strengths.join(',')}</code></figcaption></figure>`;
}

const text = (plain: string) => plain.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
