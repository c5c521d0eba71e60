import { startRunningReader } from '../support/running-reader.ts';
import { createDeskCamera } from '../../drivers/desk/camera.ts';
import { loadCardFaceReader } from '../../firmware/card-face/reader.ts';
import { join } from 'node:path';
const r = await startRunningReader();
await r.reader.stop();
const sock = join(r.folder, 'desk.sock');
await r.desk.hand.ask({ wish: 'stand', file: r.emulation.person });
await r.desk.hand.ask({ wish: 'lay', file: r.emulation.card });
const reader = await loadCardFaceReader({ modelFolder: 'models/card-face', threads: 2 });
for (let k = 0; k < 3; k++) {
for (const which of ['card-camera', 'face-camera'] as const) {
  const stop = new AbortController(); const t0 = performance.now(); let n = 0; const log: string[] = [];
  for await (const f of createDeskCamera(sock, which).frames(stop.signal)) {
    const t = performance.now() - t0; let read = '';
    if (which === 'card-camera') { const x = performance.now(); const out = await reader.read(f, {}); read = ` ${out.outcome} ${(performance.now() - x).toFixed(0)}`; }
    log.push(`${t.toFixed(0)}${read}`); if (++n === 6) stop.abort(); }
  console.log(which, log.join(' | '));
} }
await r.desk.stop(); process.exit(0);
