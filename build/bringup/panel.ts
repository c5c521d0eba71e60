import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failed, type Part } from './part.ts';

/** Targets that are touched, in parts of the panel's width and height. */
export const targets = [
  [0.08, 0.1],
  [0.92, 0.1],
  [0.5, 0.5],
  [0.08, 0.9],
  [0.92, 0.9],
] as const;
const withinMs = 120_000;
/** A finger's width, in CSS pixels. */
const mostOff = 40;
/** R40: 5 inches and more; no panel of that size has fewer CSS pixels than the page is made for. */
const leastSize = { width: 800, height: 480 };

interface Touched {
  readonly width: number;
  readonly height: number;
  /** Where each target was touched, in CSS pixels from its middle. */
  readonly off: readonly number[];
  readonly touch: boolean;
}

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>touch</title>
<style>body{margin:0;background:#fff;overflow:hidden;touch-action:none}b{position:fixed;width:60px;height:60px;margin:-30px;border-radius:30px;background:#0040a0}</style>
<b id="t"></b><script>
const at=${JSON.stringify(targets)},off=[];let touch=true;const t=document.getElementById('t');
const put=()=>{const[x,y]=at[off.length];t.style.left=x*innerWidth+'px';t.style.top=y*innerHeight+'px'};put();
addEventListener('pointerdown',(e)=>{if(off.length===at.length)return;const[x,y]=at[off.length];touch=touch&&e.pointerType==='touch';
off.push(Math.hypot(e.clientX-x*innerWidth,e.clientY-y*innerHeight));if(off.length<at.length)return put();
t.style.background='#00a040';fetch('/touched',{method:'POST',body:JSON.stringify({width:innerWidth,height:innerHeight,off,touch})})});
</script></html>`;

/** The panel and its touch: five dots, touched one after the other on a page of its own. */
export const panelPart: Part = {
  name: 'panel',
  title: 'panel and touch',
  try: async ({ clock, say }) => {
    const done = new AbortController();
    let touched: Touched | undefined;
    const server = createServer(async (request, response) => {
      if (request.method === 'GET')
        return void response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
      let body = '';
      for await (const piece of request) if (body.length < 4096) body += piece;
      touched = touchedOf(body);
      response.writeHead(touched ? 204 : 400).end();
      if (touched) done.abort();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    say(`open http://127.0.0.1:${(server.address() as AddressInfo).port}/ on the panel and touch the five dots`);
    await clock.sleep(withinMs, done.signal).catch(() => undefined);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    if (!touched) return failed(`the dots were not touched within ${withinMs / 1000} s`);
    const { width, height, off, touch } = touched;
    const most = Math.max(...off);
    const found = `${width}x${height} CSS pixels, touched ${Math.round(most)} pixels off at most${touch ? '' : ', by a mouse'}`;
    const passes = touch && most <= mostOff && width >= leastSize.width && height >= leastSize.height;
    return {
      outcome: passes ? 'pass' : 'FAIL',
      found,
      figures: { width, height, mostOff: most },
      picture: { bytes: sketch(touched), ending: 'svg' },
    };
  },
};

function touchedOf(body: string): Touched | undefined {
  try {
    const { width, height, off, touch } = JSON.parse(body);
    const fits = [width, height, ...off].every((one) => Number.isFinite(one)) && off.length === targets.length;
    return fits && typeof touch === 'boolean' ? { width, height, off, touch } : undefined;
  } catch {
    return undefined;
  }
}

const sketch = ({ width, height, off }: Touched): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="480"><rect width="100%" height="100%" fill="#fff" stroke="#000"/>${targets
    .map(
      ([x, y], at) =>
        `<circle cx="${x * width}" cy="${y * height}" r="30" fill="none" stroke="#0040a0"/><text x="${x * width - 20}" y="${y * height + 5}" font-size="16">${Math.round(off[at] ?? 0)}</text>`,
    )
    .join('')}</svg>`;
