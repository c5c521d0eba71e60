import { modeAllowed } from '../flow/idle.ts';
import type { FlowState } from '../flow/state.ts';
import type { Profile, TerminalMode } from '../flow/types.ts';
import type { FaultsBoard, StandingFault } from '../records/faults-board.ts';
import { refusalOf } from '../terminal/allowed-requests.ts';
import { terminalFault } from '../terminal/faults.ts';
import { accepted, type RequestAnswer, refused, type TerminalLink } from '../terminal/link.ts';
import type { TerminalEvent, TerminalRequest } from '../terminal/messages.ts';
import { numberOf } from '../words/message-of.ts';
import type { Clock } from './clock.ts';
import type { Reader } from './reader.ts';
import { modeOf, type Status, statusOf } from './status.ts';
import { terminalEventOf } from './terminal-event.ts';

export interface TerminalService {
  readonly reader: Reader;
  /** Every way to a terminal; each hears all, and each may ask. */
  readonly links: readonly TerminalLink[];
  readonly profile: Profile;
  readonly faults: FaultsBoard;
  readonly clock: Clock;
  /** A message could not be sent. */
  readonly onTrouble: (error: unknown) => void;
}

/** Lets the terminal hear the reader's state, faults and events, and answers its requests. */
export function serveTerminal({ reader, links, profile, faults, clock, onTrouble }: TerminalService): void {
  let told: { readonly status: Status; readonly mode: TerminalMode } | undefined;
  const publish = (event: TerminalEvent) => {
    for (const link of links) link.publish(event).catch(onTrouble);
  };
  const tellState = (state: FlowState) => {
    told = { status: statusOf(state), mode: modeOf(state) };
    for (const link of links)
      link.state({ ...told, profile, faults: faults.standing().map(numbered) }).catch(onTrouble);
  };
  tellState(reader.view.state);
  reader.listen({
    onView: ({ state }) => {
      if (statusOf(state) !== told?.status || modeOf(state) !== told.mode) tellState(state);
    },
    onEvent: (event) => {
      const message = terminalEventOf(event, clock.wall());
      if (message) publish(message);
    },
  });
  faults.onChange(({ is, fault }) => {
    publish({ name: `fault-${is}`, data: { fault: numbered(fault) } });
    tellState(reader.view.state);
  });
  for (const link of links) link.onRequest((request) => answer(reader, request));
}

/** With the number by which the panel and the manual tell of it. */
const numbered = (fault: StandingFault) => ({ ...fault, message: numberOf(fault.code) });

function answer(reader: Reader, request: TerminalRequest): RequestAnswer {
  const { state } = reader.view;
  const refusal = refusalOf(request, { at: state.at, ...('id' in state ? { session: state.id } : {}) });
  if (refusal) return refused(refusal);
  switch (request.name) {
    case 'challenge':
      reader.take({ is: 'challenge', challenge: request.data.challenge });
      return accepted;
    case 'eligibility': {
      const { result, ask = [], name, localNumber } = request.data;
      const words = { ...(name === undefined ? {} : { name }), ...(localNumber === undefined ? {} : { localNumber }) };
      reader.answer({ result, ask }, words);
      return accepted;
    }
    case 'cancel':
      reader.take({ is: 'cancel' });
      return accepted;
    case 'mode':
      if (!modeAllowed(reader.view.house, request.data.mode)) return refused(terminalFault('MODE_NOT_AVAILABLE'));
      reader.setMode(request.data.mode);
      return accepted;
  }
}
