import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeskWish } from '../../drivers/desk/control.ts';
import type { DeskHand } from '../../drivers/desk/control-link.ts';
import type { Emulation } from '../../drivers/desk/emulation.ts';
import { attackKinds } from '../../drivers/face-camera/emulated/attacks/kinds.ts';

const port = 18801;

const page = `<!doctype html><html lang="ja"><meta charset="utf-8"><title>kazasu desk</title>
<style>body{font:1.1rem sans-serif;margin:2rem;max-width:40rem}button{font:inherit;padding:.6rem 1rem;margin:.3rem}</style>
<h1>受付台 Desk</h1><p>The emulated desk: what a patient would do by hand.</p>
<button data-wish="lay">カードを置く Lay the card</button><button data-wish="take">カードを取る Take the card</button><br>
<button data-wish="holder">本人が立つ The holder stands here</button><button data-wish="stranger">別人が立つ Somebody else stands here</button>
<button data-wish="nobody">だれもいない Nobody</button><br>
<button data-wish="left">左を向く Turn left</button><button data-wish="straight">正面を向く Look straight</button><button data-wish="right">右を向く Turn right</button><br>
${attackKinds.map((kind) => `<button data-wish="${kind}">偽の顔 Hold up: ${kind}</button>`).join('')}<br>
<button data-wish="lamp">ふつうの明かり Usual light</button><button data-wish="window">逆光 Against the light</button>
<script>for(const b of document.querySelectorAll('button'))b.onclick=()=>fetch('/'+b.dataset.wish,{method:'POST'})</script></html>`;

/** A page to move the emulated desk by hand, on loopback; on any free port when its usual one is taken. */
export async function serveHandPage(
  hand: DeskHand,
  { card, person, stranger }: Emulation,
): Promise<{ address: string; close(): Promise<void> }> {
  const wishes: Record<string, DeskWish> = {
    '/lay': { wish: 'lay', file: card },
    '/take': { wish: 'take' },
    '/holder': { wish: 'stand', file: person },
    '/stranger': { wish: 'stand', file: stranger },
    '/nobody': { wish: 'stand' },
    '/left': { wish: 'turn', to: 1 },
    '/straight': { wish: 'turn', to: 0 },
    '/right': { wish: 'turn', to: -1 },
    ...Object.fromEntries(attackKinds.map((attack) => [`/${attack}`, { wish: 'hold', attack, file: person } as const])),
    '/lamp': { wish: 'light', light: 'usual' },
    '/window': { wish: 'light', light: 'backlight' },
  };
  const server = createServer((request, response) => {
    const wish = wishes[request.url ?? ''];
    if (request.method === 'GET') response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
    else if (wish)
      hand.ask(wish).then(
        () => response.writeHead(204).end(),
        () => response.writeHead(500).end(),
      );
    else response.writeHead(404).end();
  });
  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, '127.0.0.1', () => resolve());
    });
  await listen(port).catch(() => listen(0));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
