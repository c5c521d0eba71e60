import type { Book } from './book.ts';
import type { Row, RowEvidence, RowTest } from './row.ts';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The book as one HTML page without anything from elsewhere, for reading and printing. */
export function bookPage(book: Book): string {
  const { counts, device, machine, tests } = book;
  const about: [string, string][] = [
    ['Made', book.at],
    ['Version', `${book.version}, ${book.commit}`],
    ['Device', [device.model, device.serial, device.state].filter(Boolean).join(' ')],
    ['Certificate (SHA-256)', device.certificate],
    ...Object.entries(machine),
    [
      'Tests',
      tests === 'not run'
        ? 'not run'
        : `${tests.at}, Node ${tests.node}: ${tests.passed} passed, ${tests.failed} failed`,
    ],
    [
      'Rows',
      Object.entries(counts)
        .map(([result, count]) => `${count} ${result}`)
        .join(', '),
    ],
  ];
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Certification book, kazasu ${escaped(book.version)}</title>
<style>
  body { font: 14px/1.5 "Noto Sans CJK JP", sans-serif; margin: 2em auto; max-width: 60em; color: #222; background: #fff }
  table { border-collapse: collapse; width: 100% } th, td { border: 1px solid #bbb; padding: .25em .5em; text-align: left; vertical-align: top }
  section { break-inside: avoid-page; margin-top: 1.5em } h3 { margin-bottom: 0 } .words { color: #555 } small { color: #555 }
  b.proved { color: #06622b } b.failed { color: #b00020 } b.not, b.without { color: #8a5000 }
  ul { margin: .3em 0; padding-left: 1.2em } li.failed { color: #b00020; font-weight: bold }
</style>
<h1>Certification book 認証資料</h1>
<p>What this build does, row by row of the requirements that the Ministry of Health, Labour and Welfare and the payment fund have published
(S0–S4 name their decks). A row is <b class="proved">proved</b> when every test that names it passed and every measurement that speaks for it holds;
a row for which nothing speaks says so. Under each stands how the runtime meets it and how that is proved.</p>
<table>${about.map(([what, said]) => `<tr><th>${escaped(what)}<td>${escaped(said)}`).join('')}</table>
<h2>Overview</h2>
<table><tr><th>row<th>requirement<th>result<th>tests<th>measurements${book.rows.map(overviewOf).join('')}</table>
${book.missing.length > 0 ? `<h2>Evidence that this book does not hold</h2><ul>${book.missing.map(({ title, command, rows }) => `<li>${escaped(title)} (${rows.join(', ')}): <code>${escaped(command)}</code>`).join('')}</ul>` : ''}
<h2>Rows</h2>
${book.rows.map(sectionOf).join('\n')}
<h2>Software bill of materials</h2>
<p>${book.components.length} packages of npm; CycloneDX in sbom.cdx.json.</p>
<table><tr><th>package<th>version<th>licence${book.components.map(({ name, version, licences }) => `<tr><td>${escaped(name)}<td>${escaped(version)}<td>${escaped(licences.join(', '))}`).join('')}</table>
</html>
`;
}

const mark = (result: Row['result']) => `<b class="${result.split(' ')[0]}">${result}</b>`;

const overviewOf = ({ id, requirement, result, tests, evidence }: Row): string =>
  `<tr><td><a href="#${id}">${id}</a><td>${escaped(requirement)}<td>${mark(result)}<td>${tests.length}<td>${evidence.length}`;

const sectionOf = ({ id, chapter, requirement, words, source, way, result, tests, evidence }: Row): string =>
  `<section id="${id}"><h3>${id} ${mark(result)}</h3>
<p>${escaped(chapter)}: ${escaped(requirement)}<br><span class="words" lang="ja">${escaped(words)}</span> <small>${escaped(source)}</small></p>
<p>${escaped(way)}</p>
${result === 'without evidence' ? '<p>No test and no measurement speaks for this row.</p>' : ''}${evidence.map(evidenceOf).join('')}${
  tests.length > 0 ? `<ul>${tests.map(testOf).join('')}</ul>` : ''
}</section>`;

const evidenceOf = ({ title, command, result, file, figures }: RowEvidence): string =>
  `<p><b class="${result === 'passed' ? 'proved' : 'failed'}">${result}</b> ${escaped(title)}: <code>${escaped(command)}</code> <small>${escaped(file)}</small></p>
<table>${Object.entries(figures)
    .map(([name, value]) => `<tr><td>${escaped(name)}<td>${escaped(value)}`)
    .join('')}</table>`;

const testOf = ({ file, name, result }: RowTest): string =>
  `<li class="${result}">${result}: ${escaped(name)} <small>${escaped(file)}</small>`;
