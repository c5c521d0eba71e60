import { modeAllowed } from '../flow/idle.ts';
import type { CodedError } from '../records/coded-error.ts';
import type { Book } from '../records/operation-log.ts';
import { refusalOf, visitOf } from '../terminal/allowed-requests.ts';
import type { Delivery } from '../terminal/deliver.ts';
import { terminalFault } from '../terminal/faults.ts';
import { accepted, type RequestAnswer, type RequestHandler, refused } from '../terminal/link.ts';
import type { LogPage, ReaderInformation, RecordsPiece, Statistics, TerminalRequest } from '../terminal/messages.ts';
import type { PairingDesk } from '../terminal/pairing/pairing-desk.ts';
import type { Reader } from './reader.ts';
import type { PieceWish } from './records-pieces.ts';

/** What requests are answered from. */
export interface AnswerParts {
  readonly reader: Reader;
  readonly information: ReaderInformation;
  readonly records: {
    /** `day`: YYYY-MM-DD in Japan; today when left out. */
    statistics(day: string | undefined): Promise<Statistics>;
    /** The records of a log after number `after`. */
    page(book: Book, after: number): Promise<LogPage>;
    /** A piece of both logs as one signed file. */
    piece(wish: PieceWish): Promise<RecordsPiece>;
  };
  readonly delivery: Pick<Delivery, 'acknowledge' | 'visitOf'>;
  readonly pairing: Pick<PairingDesk, 'ask' | 'result'>;
  /** Starts the reader anew, soon. */
  readonly restart: () => void;
  /** Begins to install an update; answers why it cannot. */
  readonly update: (address: string) => CodedError | undefined;
}

/**
 * Answers the requests of the terminals. One controls a visit: the first that asks something of it (R33). What the visit must bring is for that
 * terminal: until the next visit is controlled no other one's acknowledgement takes it from it.
 */
export function answering(parts: AnswerParts): RequestHandler {
  let control: { readonly visit: string; readonly by: string } | undefined;
  return (request) => {
    const { state } = parts.reader.view;
    const refusal = refusalOf(request, { at: state.at, ...('id' in state ? { session: state.id } : {}) });
    if (refusal) return refused(refusal);
    const isOfAnother = (visit: string | undefined) => control?.visit === visit && control?.by !== request.source;
    const visit = visitOf(request);
    const visits = request.name === 'acknowledge' ? request.data.messages.map(parts.delivery.visitOf) : [visit];
    if (visits.some((one) => one !== undefined && isOfAnother(one))) return refused(terminalFault('VISIT_OF_ANOTHER'));
    if (visit !== undefined) control = { visit, by: request.source };
    return answer(parts, request);
  };
}

function answer(parts: AnswerParts, request: TerminalRequest): RequestAnswer | Promise<RequestAnswer> {
  const { reader, records } = parts;
  switch (request.name) {
    case 'challenge':
      reader.take({ is: 'challenge', challenge: request.data.challenge });
      return accepted;
    case 'visual-confirmed':
      if (!reader.view.house.signsWithoutPin) return refused(terminalFault('MODE_NOT_AVAILABLE'));
      reader.take({ is: 'seen-at-terminal' });
      return accepted;
    case 'eligibility': {
      const { result, ask = [], name, localNumber } = request.data;
      const words = { ...(name === undefined ? {} : { name }), ...(localNumber === undefined ? {} : { localNumber }) };
      reader.answer({ result, ask }, words);
      return accepted;
    }
    case 'registration-answer':
      if (request.data.registered) reader.waitAnew();
      else reader.answer({ result: 'unregistered', ask: [] }, {});
      return accepted;
    case 'cancel':
      reader.take({ is: 'cancel' });
      return accepted;
    case 'mode':
      if (!modeAllowed(reader.view.house, request.data.mode)) return refused(terminalFault('MODE_NOT_AVAILABLE'));
      reader.setMode(request.data.mode);
      return accepted;
    case 'message': {
      const { ja, en } = request.data;
      reader.say({ ...(ja === undefined ? {} : { ja }), ...(en === undefined ? {} : { en }) });
      return accepted;
    }
    case 'statistics':
      return records.statistics(request.data.day).then((statistics) => ({ accepted: true, statistics }));
    case 'log-export':
      return records
        .page(request.data.log ?? 'operation', request.data.after ?? 0)
        .then((log) => ({ accepted: true, log }));
    case 'records-export':
      return records.piece(request.data).then((piece) => ({ accepted: true, records: piece }));
    case 'restart':
      parts.restart();
      return accepted;
    case 'update': {
      const refusal = parts.update(request.data.address);
      return refusal ? refused(refusal) : accepted;
    }
    case 'reader-information':
      return { accepted: true, readerInformation: parts.information };
    case 'acknowledge':
      return parts.delivery.acknowledge(request.data.messages).then(() => accepted);
    case 'sign-on':
      return accepted; // over a line that asks for it it never comes so far; elsewhere who asks is known already
    case 'pairing':
      return parts.pairing.ask(request.data).then((pairing) => ({ accepted: true, pairing }));
    case 'pairing-result':
      return parts.pairing.result(request.data).then((pairing) => ({ accepted: true, pairing }));
  }
}
