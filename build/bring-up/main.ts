import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { startDesk, startReaderProcess } from '../visit/processes.ts';
import { type Try, visit } from '../visit/visit.ts';

/**
 * What runs on a bring-up image: the reader with an emulated desk beside it. `POST /visit/face` or `/visit/pin` on loopback has the specimen's
 * holder lay the card and go through a visit so; a terminal serves it. Never on a device for patients: the production image does not hold this.
 */
const { values } = parseArgs({
  options: { settings: { type: 'string', default: '' }, folder: { type: 'string', default: '' } },
});

const handPort = 18801;
const visits: Record<string, Try[]> = {
  '/visit/face': [{ method: 'face' }],
  '/visit/pin': [{ method: 'pin', pin: '1234' }],
};
const emulation = await prepareEmulation(join(values.folder, 'emulated'));
const desk = await startDesk({ socket: '/run/kazasu/desk.sock' });
const reader = await startReaderProcess(values.settings, {});
const place = { ...reader.ready, reader: 'kazasu', desk: desk.hand };

const server = createServer((request, response) => {
  const tries = visits[request.url ?? ''];
  if (request.method !== 'POST' || !tries) return void response.writeHead(404).end();
  const { card, person } = emulation;
  visit(place, { card, person, tries, terminal: false }).then(
    (result) => response.end(JSON.stringify(result)),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(handPort, '127.0.0.1');

process.once('SIGTERM', async () => {
  server.close();
  await reader.stop();
  await desk.stop();
  process.exit(0);
});
reader.process.once('exit', () => process.exit(1)); // the service manager starts all of it again
