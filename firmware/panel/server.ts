import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Reader, ReaderView } from '../device/reader.ts';
import type { Voice } from '../voice/voice.ts';
import { languages } from '../words/languages.ts';
import { bodyOf, jsonOf } from './body.ts';
import { type FacilityPassword, judgeStaff, type StaffVerdict } from './facility-password.ts';
import { panelFault } from './faults.ts';
import { panelHost, panelOrigins } from './origins.ts';
import { type PageFile, pageFiles } from './page-files.ts';
import type { StaffDesk } from './staff-desk.ts';
import { serveStaff } from './staff-routes.ts';
import { type PageSettings, panelView, type ServedView } from './view.ts';
import { wishOf } from './wishes.ts';

/** True in the bundle of bring-up images alone. Set by the bundler. */
declare const BRING_UP: boolean;

export interface PanelOptions {
  readonly port: number;
  /** Folder of the bundled page: the `pageFiles`. */
  readonly folder: string;
  /** As it is set now. */
  readonly page: () => PageSettings;
  readonly voice: Pick<Voice, 'soundOf'>;
}

/** Answers to the facility's password; what it means to the visit comes with the next view. */
const staffStatus: Record<StaffVerdict, number> = { confirmed: 204, again: 403, 'not-now': 423 };
/** A page's idle connection is kept this long: closed sooner, a wish sent at that moment would be lost. */
const idleMs = 120_000;

/** Serves the touch panel's page and its two channels: state to the page (server-sent events), wishes of the person back. */
export class PanelServer {
  #options: PanelOptions;
  #server: Server | undefined;
  #reader: Reader | undefined;
  #password: FacilityPassword | undefined;
  #desk: StaffDesk | undefined;
  #viewers = new Set<ServerResponse>();

  constructor(options: PanelOptions) {
    this.#options = options;
  }

  /** Listens; answers its port. Throws `PANEL_UNAVAILABLE`. */
  async open(): Promise<number> {
    const { port } = this.#options;
    const server = createServer({ keepAliveTimeout: idleMs }, (request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => reject(panelFault('PANEL_UNAVAILABLE', `${panelHost}:${port}`, { cause })));
      server.listen(port, panelHost, resolve);
    });
    this.#server = server;
    return (server.address() as AddressInfo).port;
  }

  /** From now on the page shows this reader and wishes go to it. `password` judges staff; `desk` opens their menu. */
  show(reader: Reader, password: FacilityPassword, desk: StaffDesk): void {
    this.#reader = reader;
    this.#password = password;
    this.#desk = desk;
    reader.listen({ onView: (view) => this.#tell(this.#eventText(view)) });
  }

  /** Shows it once more: the page's settings have changed. */
  showAgain(): void {
    if (this.#reader) this.#tell(this.#eventText(this.#reader.view));
  }

  /** Each page goes, and with it its process; a new one comes in its place. */
  startPagesAnew(): void {
    this.#tell('event: leave\ndata:\n\n');
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    if (!this.#addressed(request)) return void response.writeHead(403).end();
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (request.method === 'GET' && path === '/events') return this.#watch(response);
    if (this.#desk && (await serveStaff(this.#desk, request, response))) return;
    const file = request.method === 'GET' && Object.hasOwn(pageFiles, path) && pageFiles[path];
    if (file) return this.#file(file, response);
    if (request.method === 'GET' && path.startsWith('/voice/')) return this.#say(path, response);
    if (request.method === 'POST') return this.#wish(path, request, response);
    response.writeHead(404).end();
  }

  /** Whether the page that asks came from here: a foreign page, or a foreign name that leads here, is nobody to us (R41). */
  #addressed({ headers: { host, origin }, socket }: IncomingMessage): boolean {
    const asked = `http://${host}`;
    return panelOrigins(socket.localPort ?? 0).includes(asked) && (origin === undefined || origin === asked);
  }

  async #file({ name, type }: PageFile, response: ServerResponse): Promise<void> {
    const content = await readFile(join(this.#options.folder, name));
    response.setHeader('Content-Type', type);
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'self'; connect-src 'self' http://127.0.0.1:*; frame-ancestors 'none'",
    );
    response.end(BRING_UP ? marked(content) : content);
  }

  /** `/voice/LANGUAGE/ID`: the sound of a phrase. */
  async #say(path: string, response: ServerResponse): Promise<void> {
    const [, , name, id = ''] = path.split('/');
    const language = languages.find((known) => known === name);
    const sound = language && (await this.#options.voice.soundOf(language, id));
    if (!sound) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': sound.type }).end(sound.bytes);
  }

  #watch(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    this.#viewers.add(response);
    response.on('close', () => this.#viewers.delete(response));
    if (this.#reader) response.write(this.#eventText(this.#reader.view));
  }

  #tell(text: string): void {
    for (const viewer of this.#viewers) viewer.write(text);
  }

  #eventText(view: ReaderView): string {
    const served: ServedView = { ...panelView(view), page: this.#options.page() };
    return `data: ${JSON.stringify(served)}\n\n`;
  }

  async #wish(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (path === '/facility-password') return this.#staff(request, response);
    const wish = wishOf(path, jsonOf(await bodyOf(request)));
    if (!wish || !this.#reader) return void response.writeHead(400).end();
    this.#reader.take(wish);
    response.writeHead(204).end();
  }

  async #staff(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const typed = await bodyOf(request);
    const [reader, password] = [this.#reader, this.#password];
    if (!reader || !password || typed.length === 0) return void response.writeHead(400).end();
    response.writeHead(staffStatus[await judgeStaff(reader, password, typed)]).end();
  }
}

/** The page with its body marked: its style then writes over every screen that this device is not for patients. */
const marked = (page: Buffer): Buffer => Buffer.from(page.toString().replace('<body>', '<body class="bring-up">'));
