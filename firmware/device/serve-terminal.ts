import type { Profile, TerminalMode } from '../flow/types.ts';
import type { FaultsBoard, StandingFault } from '../records/faults-board.ts';
import type { Delivery } from '../terminal/deliver.ts';
import type { RequestHandler, TerminalLink } from '../terminal/link.ts';
import { numberOf } from '../words/message-of.ts';
import type { Clock } from './clock.ts';
import type { Reader, ReaderView } from './reader.ts';
import { modeOf, type Status, statusOf } from './status.ts';
import { terminalEventsOf } from './terminal-event.ts';

export interface TerminalService {
  readonly reader: Reader;
  /** Every way to a terminal; each hears all, and each may ask. */
  readonly links: readonly TerminalLink[];
  readonly delivery: Pick<Delivery, 'publish'>;
  readonly profile: Profile;
  readonly faults: FaultsBoard;
  readonly clock: Clock;
  readonly answer: RequestHandler;
  /** A message could not be sent. */
  readonly onTrouble: (error: unknown) => void;
}

/** Lets the terminals hear the reader's state, faults and events, and has their requests answered. */
export function serveTerminal({
  reader,
  links,
  delivery,
  profile,
  faults,
  clock,
  answer,
  onTrouble,
}: TerminalService): void {
  let told: { readonly status: Status; readonly mode: TerminalMode } | undefined;
  const tellState = (view: Pick<ReaderView, 'state' | 'house'>) => {
    told = { status: statusOf(view), mode: modeOf(view.state) };
    for (const link of links)
      link.state({ ...told, profile, faults: faults.standing().map(numbered) }).catch(onTrouble);
  };
  tellState(reader.view);
  reader.listen({
    onView: (view) => {
      if (statusOf(view) !== told?.status || modeOf(view.state) !== told.mode) tellState(view);
    },
    onEvent: (event) => {
      for (const message of terminalEventsOf(event, clock.wall())) delivery.publish(message);
    },
  });
  faults.onChange(({ is, fault }) => {
    delivery.publish({ name: `fault-${is}`, data: { fault: numbered(fault) } });
    tellState(reader.view);
  });
  for (const link of links) link.onRequest(answer);
}

/** With the number by which the panel and the manual tell of it. */
const numbered = (fault: StandingFault) => ({ ...fault, message: numberOf(fault.code) });
