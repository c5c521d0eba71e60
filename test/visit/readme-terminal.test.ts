// time limit: 240 s
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createWebServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openBrowser } from '../../build/gallery/browser.ts';
import { freePort, runMosquitto } from '../../build/visit/mosquitto.ts';
import { stopped } from '../../build/visit/stopped.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { readmeBlock } from '../support/readme.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite<{ folder: string }>('[R30] the terminals that the README shows');
test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-readme-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

/** A visit by PIN that somebody else serves, and what they wrote of it, a line for each message. */
async function assertServes(reader: RunningReader, written: () => Promise<readonly string[]>): Promise<void> {
  const says = async (name: string) => {
    while (!(await written()).some((line) => line.startsWith(`${name} `))) await delay(50);
  };
  await says('state');
  const { verdict, reason } = await reader.visit({ tries: [{ method: 'pin', pin: '1234' }], terminal: false });
  assert.equal([verdict, reason], ['verified', 'VERIFIED']);
  await says('session-ended');
  const replies = (await written()).filter((line) => line.startsWith('reply')).map((line) => JSON.parse(line.slice(6)));
  assert.equal(replies, Array(4).fill({ accepted: true }), 'challenge, eligibility, two acknowledgements');
}

/** The terminal in Python, connected to a port of loopback, and its lines. */
async function startPython(folder: string, url: string): Promise<{ child: ChildProcess; lines: string[] }> {
  const file = join(folder, 'terminal.py');
  await writeFile(file, readmeBlock('python'));
  const child = spawn('/usr/bin/python3', [file, new URL(url).port], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return { child, lines };
}

/** mosquitto as the README has it for a trial, on ports of its own: plain, and by WebSocket. */
async function startTrialBroker(folder: string) {
  const [port, web] = [await freePort(), await freePort()];
  const lines = readmeBlock('conf', 1).replace('1883', String(port)).replace('8884', String(web)).split('\n');
  return { mosquitto: await runMosquitto(folder, { port, tls: false, lines }), web };
}

/** Serves the page of the README with the library beside it. */
async function servePage(web: number) {
  const library = await readFile(join(projectHome(), 'node_modules/mqtt/dist/mqtt.min.js'));
  const page = readmeBlock('html').replace('8884', String(web));
  const server = createWebServer((request, response) => {
    const isPage = request.url === '/';
    response.setHeader('content-type', isPage ? 'text/html' : 'text/javascript');
    response.end(isPage ? page : library);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

test('Python on the reader’s own broker serves a whole visit', async ({ folder }) => {
  const reader = await startRunningReader();
  const { child, lines } = await startPython(folder, reader.place.mqtt);
  await assertServes(reader, async () => lines);
  await stopped(child);
  await reader.stop();
});

test('Python, and then a page in Chromium by WebSocket, each serve a whole visit on mosquitto', async ({ folder }) => {
  const { mosquitto, web } = await startTrialBroker(folder);
  const mqtt = { broker: { url: mosquitto.url }, plain: true };
  const reader = await startRunningReader({ settings: () => ({ terminal: { mqtt } }) });
  const { child, lines } = await startPython(folder, mosquitto.url);
  await assertServes(reader, async () => lines);
  await stopped(child);

  const { server, url } = await servePage(web);
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(url);
  await assertServes(reader, async () => (await page.locator('#log').innerText()).split('\n'));
  await browser.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await reader.stop();
  await mosquitto.stop();
});

test.run();
