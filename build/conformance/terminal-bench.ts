import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { accepted, type TerminalLink } from '../../firmware/terminal/link.ts';
import type { RequestName, TerminalEvent, TerminalRequest } from '../../firmware/terminal/messages.ts';
import { startMqttLink } from '../../firmware/terminal/mqtt-link.ts';
import type { LinkParts } from '../../firmware/terminal/open-link.ts';
import type { SerialSettings } from '../../firmware/terminal/serial/port.ts';
import { startSerialLink } from '../../firmware/terminal/serial/serial-link.ts';
import { verdictOf } from './visit-script.ts';

type Asked = TerminalRequest & { readonly came: number };

/** Where the kit plays a reader: a port of loopback, by plain MQTT, or a serial line. */
export type Stage = { readonly port: number } | { readonly serial: SerialSettings };

/** The reader that the kit plays to a terminal. */
export class TerminalBench {
  readonly requests: Asked[] = [];
  /** What requests were refused for. */
  readonly wrong: string[] = [];
  /** Of the last visit. */
  challenge = '';
  #stage: Stage;
  readonly #reader: string;
  /** Done when a message is at the terminal, as far as the link can tell. */
  readonly #come = new Map<string, Promise<void>>();
  readonly #over = new AbortController();
  #link: TerminalLink | undefined;

  constructor(stage: Stage, reader: string) {
    this.#stage = stage;
    this.#reader = reader;
  }

  /** Starts the reader; answers its address. */
  async open(): Promise<string> {
    const onRefused = (code: string, what: string) => void this.wrong.push(`${code}: ${what}`);
    const { link, url } = await this.#openLink({
      reader: this.#reader,
      clock: systemClock,
      newId: randomUUID,
      onRefused,
    });
    link.onRequest((request) => {
      this.requests.push({ ...request, came: Date.now() });
      return accepted;
    });
    const told = link.state({ status: 'ready', profile: 'standard', mode: 'normal', faults: [] });
    told.catch(() => {}); // over a line it waits for a terminal
    this.#link = link;
    return url;
  }

  async #openLink(parts: LinkParts): Promise<{ link: TerminalLink; url: string }> {
    if ('serial' in this.#stage) {
      const { serial } = this.#stage;
      return { link: await startSerialLink(serial, { ...parts, onLine: () => {} }), url: serial.path };
    }
    const settings = { listen: { host: '127.0.0.1', port: this.#stage.port }, maxTerminals: 4 };
    const link = await startMqttLink(settings, parts);
    this.#stage = { port: Number(new URL(link.url).port) }; // it comes back where it was
    return { link, url: link.url };
  }

  /** Nothing is waited for any more. */
  async close(): Promise<void> {
    this.#over.abort();
    await this.#link?.close();
  }

  async restart(): Promise<void> {
    await this.#link?.close();
    await delay(1000);
    await this.open(); // on the port that it had
    this.requests.splice(0);
  }

  /** Tells an event; answers the id of its message. */
  tell(event: TerminalEvent, id: string = randomUUID()): string {
    const come = this.#link?.publish(event, { id, time: Date.now() }) ?? Promise.resolve();
    come.catch(() => {}); // the reader was ended meanwhile
    this.#come.set(id, come);
    return id;
  }

  /** A visit up to its verdict, challenged by the terminal; asked to start until it is, for the terminal may just be coming. */
  async visit(): Promise<{ session: string; id: string }> {
    for (;;) {
      const session = randomUUID();
      this.tell({ name: 'session-started', data: { session } });
      const request = await Promise.race([this.asked('challenge', session), delay(2000)]);
      if (!request) continue;
      this.challenge = request.data.challenge;
      return { session, id: this.tell(verdictOf(session, this.challenge)) };
    }
  }

  /** Waits for a request about a visit. */
  async asked<Name extends RequestName>(
    name: Name,
    session: string,
    from = 0,
  ): Promise<Extract<TerminalRequest, { name: Name }>> {
    const found: TerminalRequest = await this.#until(
      (request) => request.name === name && Reflect.get(request.data, 'session') === session,
      from,
    );
    return found as Extract<TerminalRequest, { name: Name }>;
  }

  /** Waits until a message is acknowledged; over a line its receipt is enough. */
  async acknowledged(id: string, from = 0): Promise<void> {
    if ('serial' in this.#stage) return this.#come.get(id);
    await this.#until((request) => request.name === 'acknowledge' && request.data.messages.includes(id), from);
  }

  async #until(pleases: (request: Asked) => boolean, from: number): Promise<Asked> {
    for (;;) {
      const found = this.requests.slice(from).find(pleases);
      if (found) return found;
      await delay(10, undefined, { signal: this.#over.signal });
    }
  }
}
