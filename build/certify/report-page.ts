import type { AttackFigures } from './attack-figures.ts';
import type { Report, Row } from './report.ts';
import type { Figure } from './statistics.ts';

const percent = (value: number) => (Number.isFinite(value) ? `${(100 * value).toPrecision(3)} %` : '—');
const figure = ({ value, low, high }: Figure) => `${percent(value)} <small>${percent(low)}–${percent(high)}</small>`;

/** The report as one HTML page without anything from elsewhere. */
export function reportPage(report: Report, about: Readonly<Record<string, string>>): string {
  const { failureToAcquire: failed } = report;
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Face recognition: report</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 75em; color: #222; background: #fff }
  table { border-collapse: collapse; margin: 1em 0 } th, td { border: 1px solid #bbb; padding: .3em .6em; text-align: right }
  th:first-child, td:first-child, td:nth-child(2) { text-align: left } small { color: #666; white-space: nowrap }
  svg { border: 1px solid #bbb } .note { color: #555 }
</style>
<h1>Face recognition: report</h1>
<p class="note">Terms of ISO/IEC 19795-1. Intervals: 95 %, by resampling people. ${
    report.crossFit
      ? `People are split into ${report.crossFit} folds by their names; each fold's gate and threshold were set on the others.`
      : 'Gate and threshold are the pack’s own.'
  } The face nearest the middle of a photo is its person; other faces in a photo are passed over.</p>
<table>${Object.entries(about)
    .map(([what, said]) => `<tr><td>${text(what)}<td style="text-align:left">${text(said)}`)
    .join('')}
<tr><td>people, photos<td style="text-align:left">${report.people}, ${report.photos}
<tr><td>seed<td style="text-align:left">${report.seed}
<tr><td>time for a photo, one thread<td style="text-align:left">${report.msPerPhoto.toFixed(1)} ms
<tr><td>memory, all lanes together, at most<td style="text-align:left">${report.residentMiB.toFixed(0)} MiB</table>
<h2>Failure to acquire</h2>
<p>Photos: ${figure(failed.photos)}. People who show three photos, none of which is used: ${figure(failed.transactions)}.</p>
<table><tr><th>why a photo is not used<th>photos${Object.entries(failed.reasons)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `<tr><td>${text(reason)}<td>${count}`)
    .join('')}</table>
<h2>Comparisons, step by step</h2>
<table><tr><th>step<th>group<th>people<th>genuine<th>impostor<th>threshold for FMR 0.01 %<th>FNMR there<th>strictest threshold<th>FNMR there<th>FMR there
${report.rows.map(rowOf).join('\n')}</table>
<h2>Operating point, on people who took no part in setting it</h2>
<table><tr><th>group<th>threshold<th>FNMR of transactions<th>FMR
${report.operating
  .map(
    ({ group, threshold, fnmr, fmr }) => `<tr><td>${text(group)}<td>${threshold}<td>${figure(fnmr)}<td>${figure(fmr)}`,
  )
  .join('\n')}</table>
${report.attacks ? attacksOf(report.attacks) : ''}
<h2>Detection error trade-off</h2>
${detPicture(report.rows)}
</html>
`;
}

const attacksOf = ({ kinds, bpcer, asked, alone }: AttackFigures): string => `<h2>Simulated presentation attacks</h2>
<p>Drawn attacks on people who took no part in fitting the cues, shown to the device’s own capture; no ISO/IEC 30107-3 evaluation.
Of the living, ${figure(asked)} are asked to turn the head, and ${figure(bpcer)} are not taken for living in the end (BPCER).</p>
<table><tr><th>kind<th>presentations<th>acquired<th>APCER<th>APCER without the asked turn${alone.map(({ cue }) => `<th>by ${cue} alone`).join('')}
${kinds
  .filter(({ kind }) => kind !== 'living')
  .map(
    ({ kind, presentations, acquired, taken, atOnce }) =>
      `<tr><td>${kind}<td>${presentations}<td>${acquired}<td>${figure(taken)}<td>${figure(atOnce)}${alone.map((cue) => `<td>${percent(cue.atOnce[kind] ?? Number.NaN)}`).join('')}`,
  )
  .join('\n')}</table>
<p class="note">A cue alone is judged where it asks as many of the living as all cues together do.</p>`;

const rowOf = ({ step, group, people, genuine, impostors, threshold, fnmr, atStrictest }: Row): string =>
  `<tr><td>${text(step)}<td>${text(group)}<td>${people}<td>${genuine}<td>${impostors}<td>${threshold.toFixed(3)}<td>${figure(fnmr)}<td>${atStrictest.threshold.toFixed(3)}<td>${figure(atStrictest.fnmr)}<td>${figure(atStrictest.fmr)}`;

const [wide, high, edge] = [900, 460, 60] as const;
const colours = ['#888', '#36c', '#093', '#c60', '#b03'];

/** FNMR over FMR, both logarithmic, a line for each step of everybody. */
function detPicture(rows: readonly Row[]): string {
  const x = (fmr: number) => edge + ((Math.log10(fmr) + 6) / 4) * (wide - 2 * edge);
  const y = (fnmr: number) => edge + ((-1 - Math.log10(Math.max(fnmr, 1e-4))) / 3) * (high - 2 * edge);
  const [first] = rows;
  const lines = rows
    .filter(({ group }) => group === first?.group)
    .map(({ step, det }, index) => {
      const points = det.map(({ fmr, fnmr }) => `${x(fmr).toFixed(1)},${y(fnmr).toFixed(1)}`).join(' ');
      return `<polyline points="${points}" fill="none" stroke="${colours[index % colours.length]}" stroke-width="2"/>
        <text x="${wide - edge - 330}" y="${edge + 16 + 18 * index}" fill="${colours[index % colours.length]}" font-size="13">${text(step)}</text>`;
    });
  const across = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2].map(
    (fmr) => `<text x="${x(fmr)}" y="${high - edge + 20}" font-size="12" text-anchor="middle">${100 * fmr} %</text>
      <line x1="${x(fmr)}" x2="${x(fmr)}" y1="${edge}" y2="${high - edge}" stroke="#ddd"/>`,
  );
  const up = [1e-1, 1e-2, 1e-3, 1e-4].map(
    (fnmr) => `<text x="${edge - 6}" y="${y(fnmr) + 4}" font-size="12" text-anchor="end">${100 * fnmr} %</text>
      <line x1="${edge}" x2="${wide - edge}" y1="${y(fnmr)}" y2="${y(fnmr)}" stroke="#ddd"/>`,
  );
  return `<svg width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}">${across.join('')}${up.join('')}${lines.join('')}
    <text x="${wide / 2}" y="${high - 12}" font-size="13" text-anchor="middle">FMR</text><text x="14" y="${edge - 20}" font-size="13">FNMR</text></svg>`;
}

const text = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
