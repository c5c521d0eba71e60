import type { Wire } from '../terminal/wire.ts';
import { type CasePace, type Finding, runCases, type Where } from './case.ts';
import { readerBench } from './reader-bench.ts';
import { readerCases } from './reader-cases.ts';

const usualPace: CasePace = { usuallyMs: 15_000 };

/** Where a reader is, and what it is called. */
export interface ReaderUnderTest {
  readonly reader: string;
  /** Opens a connection of its own. */
  readonly open: () => Promise<Wire>;
  /** Its messages go by a broker that keeps no rules for terminals: what only the reader's own broker can do is left out. */
  readonly foreignBroker: boolean;
  /** Asks somebody to lay a card, prove who they are and agree to what is asked; left out: cases that need a person are skipped. */
  readonly layCard?: () => void;
}

/** Runs every case of readers against one, over the wire; nobody should be at it meanwhile but whom `layCard` asks. */
export async function testReader(under: ReaderUnderTest, pace: CasePace = usualPace): Promise<Finding[]> {
  const wire = await under.open();
  const over = new AbortController();
  try {
    const { reader, open: another, layCard, foreignBroker } = under;
    const places: Record<Where, boolean> = {
      mqtt: wire.is === 'mqtt',
      'own-broker': wire.is === 'mqtt' && !foreignBroker,
      visit: layCard !== undefined,
    };
    const bench = readerBench({ wire, reader, another, over: over.signal, layCard: layCard ?? (() => {}) });
    return await runCases(readerCases, bench, (where) => places[where], pace);
  } finally {
    over.abort();
    await wire.close();
  }
}
