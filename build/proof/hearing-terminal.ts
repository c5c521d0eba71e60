import { answerEligibility } from '../terminal/eligibility-service.ts';
import { holdWire } from '../terminal/hold-wire.ts';
import { serveVisits } from '../terminal/serve-visits.ts';
import { openWire, type Wire } from '../terminal/wire.ts';

const mustArrive = /^kazasu\.v1\.event\.(verdict|consent)$/;

/** A terminal that serves several readers on one broker, and keeps what it hears of verdicts and consents. */
export class HearingTerminal {
  /** Kind and visit of each message, by its id. */
  readonly heard = new Map<string, string>();
  /** Messages that came with an id that was known. */
  again = 0;
  readonly #over = new AbortController();
  readonly #serving: Promise<unknown>;

  constructor(url: string, readers: readonly string[]) {
    const { signal } = this.#over;
    this.#serving = Promise.all(
      readers.map((reader) =>
        holdWire(() => openWire(url, reader), { use: (wire) => this.#serve(wire, reader), signal }),
      ),
    );
  }

  /** Kind and visit of what came under more than one id. */
  twice(): string[] {
    const seen = new Set<string>();
    return [...this.heard.values()].filter((one) => seen.size === seen.add(one).size);
  }

  async close(): Promise<void> {
    this.#over.abort();
    await this.#serving;
  }

  #serve(wire: Wire, reader: string): void {
    wire.onMessage(({ payload }) => {
      const { id, type, data } = JSON.parse(payload.toString());
      const [, kind] = mustArrive.exec(type) ?? [];
      if (kind === undefined) return;
      if (this.heard.has(id)) this.again += 1;
      this.heard.set(id, `${kind} ${data.session}`);
    });
    serveVisits(wire, {
      reader,
      terminal: 'counter-pc',
      eligibility: async (verdict) => answerEligibility('valid', verdict),
      onRow: () => {},
    });
  }
}
