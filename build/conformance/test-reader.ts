import type { Wire } from '../terminal/wire.ts';
import { type Finding, runCases } from './case.ts';
import { readerBench } from './reader-bench.ts';
import { readerCases } from './reader-cases.ts';

/** Where a reader is, and what it is called. */
export interface ReaderUnderTest {
  readonly reader: string;
  /** Opens a connection of its own. */
  readonly open: () => Promise<Wire>;
  /** Its messages go by a broker that keeps no rules for terminals: what only the reader's own broker can do is left out. */
  readonly foreignBroker: boolean;
}

/** Runs every case of readers against one, over the wire; nobody should be at it meanwhile. */
export async function testReader(under: ReaderUnderTest, withinMs = 15_000): Promise<Finding[]> {
  const wire = await under.open();
  const over = new AbortController();
  try {
    const applies = (only?: 'mqtt' | 'own-broker') =>
      only === undefined || (wire.is === 'mqtt' && (only === 'mqtt' || !under.foreignBroker));
    return await runCases(readerCases, readerBench(wire, under.reader, under.open, over.signal), applies, withinMs);
  } finally {
    over.abort();
    await wire.close();
  }
}
