/** Makes HTML of a template: what is filled in is escaped, unless it is HTML itself. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Filling = string | number | Html | readonly Html[];

export function html(pieces: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  return new Html(pieces.reduce((text, piece, at) => text + asText(fillings[at - 1] ?? '') + piece));
}

function asText(filling: Filling): string {
  if (filling instanceof Html) return filling.text;
  if (typeof filling === 'object') return filling.map(({ text }) => text).join('');
  return String(filling).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A whole page. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
body { font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
td, th { border: 1px solid #bbb; padding: .25rem .5rem; text-align: left; vertical-align: top; }
code, pre { font-family: monospace; overflow-wrap: anywhere; }
pre { background: #f4f4f4; padding: 1rem; white-space: pre-wrap; }
td.yes { text-align: center; background: #e2f3e4; }
</style>
${body}
</html>
`.text;
}
