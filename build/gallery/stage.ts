import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { pageFiles } from '../../firmware/panel/page-files.ts';
import { staffOrderOf } from '../../firmware/panel/staff-order.ts';
import type { ServedView } from '../../firmware/panel/view.ts';
import type { StaffScene } from './staff-screens.ts';

/** A stage on which the real page plays any view, without a reader behind it. */
export interface Stage {
  readonly address: string;
  show(view: ServedView): void;
  /** From now on this is what staff are told, whatever password they type. */
  tellStaff(scene: StaffScene): void;
  close(): Promise<void>;
}

/**
 * Serves the bundled page of `folder` on a free port of the loopback; each page sees the view shown last.
 * @param onVoice answers the sound of a phrase, as WAV, by `LANGUAGE/ID`; left out, the page is silent
 */
export async function openStage(
  folder: string,
  first: ServedView,
  onVoice: (phrase: string) => Promise<Buffer | undefined> = async () => undefined,
): Promise<Stage> {
  const viewers = new Set<ServerResponse>();
  let shown = first;
  let scene: StaffScene | undefined;
  const text = () => `data: ${JSON.stringify(shown)}\n\n`;
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    const name = path.slice(1);
    if (name === 'events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      viewers.add(response);
      response.on('close', () => viewers.delete(response));
      response.write(text());
      return;
    }
    if (name.startsWith('voice/')) {
      const sound = await onVoice(name.slice('voice/'.length));
      return void response.writeHead(sound ? 200 : 404, { 'Content-Type': 'audio/wav' }).end(sound);
    }
    if (name.startsWith('staff/')) {
      const answer = staffAnswer(scene, name, await textOf(request));
      return void response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    }
    const file = pageFiles[path];
    if (!file) return void response.writeHead(204).end();
    response.writeHead(200, { 'Content-Type': file.type }).end(await readFile(join(folder, file.name)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show(view) {
      shown = view;
      for (const viewer of viewers) viewer.write(text());
    },
    tellStaff(told) {
      scene = told;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function staffAnswer(scene: StaffScene | undefined, name: string, body: string): object {
  if (name === 'staff/open') return { token: 'gallery' };
  if (name === 'staff/report') return { done: scene?.report };
  const order = staffOrderOf(JSON.parse(body))?.order;
  const answer = (order && scene?.answers[order]) ?? {};
  return 'code' in answer ? answer : { done: answer };
}
