import type { CodedError } from '../records/coded-error.ts';
import type { FaultsBoard } from '../records/faults-board.ts';
import { answerOnce } from '../terminal/answer-once.ts';
import type { Delivery } from '../terminal/deliver.ts';
import { incoming } from '../terminal/messages.ts';
import { answering } from './answer-request.ts';
import type { Clock } from './clock.ts';
import { logPage, recordsOf } from './log-pages.ts';
import type { OpenLinks } from './open-links.ts';
import type { Reader } from './reader.ts';
import type { RecordsPieces } from './records-pieces.ts';
import type { RestartBell } from './restart-bell.ts';
import { serveTerminal } from './serve-terminal.ts';
import type { Settings } from './settings.ts';
import { countVisits, japanHour } from './visit-counts.ts';

export interface Answering {
  readonly settings: Settings;
  readonly version: string;
  readonly reader: Reader;
  readonly terminal: OpenLinks;
  readonly delivery: Delivery;
  readonly faults: FaultsBoard;
  readonly bell: RestartBell;
  readonly pieces: Pick<RecordsPieces, 'piece'>;
  /** Begins to install an update; answers why it cannot. */
  readonly update: (address: string) => CodedError | undefined;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

/** Lets every terminal hear the reader, and answers what it asks, from the reader, its records and its pairing desk. */
export function answerTerminals(parts: Answering): void {
  const { settings, version, reader, terminal, delivery, faults, clock, onTrouble } = parts;
  const { name, profile } = settings.reader;
  const { folder } = settings.records;
  const answers = answering({
    reader,
    information: { name, profile, version, protocol: 1, requests: Object.keys(incoming) },
    records: {
      statistics: async (day = japanHour(clock.wall()).day) => ({
        day,
        counts: await countVisits(recordsOf(folder), day),
      }),
      page: (book, after) => logPage(folder, book, after),
      piece: parts.pieces.piece,
    },
    delivery,
    pairing: terminal.pairing,
    restart: () => parts.bell.ring('TERMINAL_RESTART'),
    update: parts.update,
  });
  const answer = answerOnce(answers, clock, settings.terminal.requestSeconds * 1000);
  const links = terminal.ways.map(({ link }) => link);
  serveTerminal({ reader, links, delivery, profile, faults, clock, answer, onTrouble });
}
