import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { accepted, type TerminalLink } from '../../firmware/terminal/link.ts';
import type { RequestName, TerminalEvent, TerminalRequest } from '../../firmware/terminal/messages.ts';
import { startMqttLink } from '../../firmware/terminal/mqtt-link.ts';
import { verdictOf } from './visit-script.ts';

type Asked = TerminalRequest & { readonly came: number };

/** The reader that the kit plays to a terminal: plain MQTT on loopback. */
export class TerminalBench {
  readonly requests: Asked[] = [];
  /** What requests were refused for. */
  readonly wrong: string[] = [];
  /** Of the last visit. */
  challenge = '';
  #port: number;
  readonly #reader: string;
  readonly #over = new AbortController();
  #link: TerminalLink | undefined;

  constructor(port: number, reader: string) {
    this.#port = port;
    this.#reader = reader;
  }

  /** Starts the reader; answers its address. */
  async open(): Promise<string> {
    const settings = { listen: { host: '127.0.0.1', port: this.#port }, maxTerminals: 4 };
    const parts = { reader: this.#reader, clock: systemClock, newId: randomUUID };
    const link = await startMqttLink(settings, {
      ...parts,
      onRefused: (code, what) => this.wrong.push(`${code}: ${what}`),
    });
    link.onRequest((request) => {
      this.requests.push({ ...request, came: Date.now() });
      return accepted;
    });
    await link.state({ status: 'ready', profile: 'standard', mode: 'normal', faults: [] });
    this.#link = link;
    this.#port = Number(new URL(link.url).port);
    return link.url;
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
    void this.#link?.publish(event, { id, time: Date.now() });
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

  /** Waits until a message is acknowledged. */
  async acknowledged(id: string, from = 0): Promise<void> {
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
