import type { PartFinding } from './part.ts';

export interface Tried extends PartFinding {
  readonly name: string;
  readonly title: string;
  /** Name of its picture's file. */
  readonly file?: string;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The bring-up as a page, to be kept with the board. */
export const bringupPage = (tried: readonly Tried[], at: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>kazasu bring-up</title>
<style>body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}img{max-width:100%;border:1px solid #999}.FAIL{color:#b00020}</style>
<h1>Bring-up, ${escaped(at)}</h1>
${tried
  .map(
    ({ title, outcome, found, file }) =>
      `<h2 class="${outcome}">${outcome}: ${escaped(title)}</h2><p>${escaped(found)}</p>${file ? `<img src="${file}" alt="${escaped(title)}">` : ''}`,
  )
  .join('\n')}</html>\n`;
