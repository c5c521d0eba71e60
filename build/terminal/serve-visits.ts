import { randomBytes } from 'node:crypto';
import type { EventData, EventName, RequestData, RequestName } from '../../firmware/terminal/messages.ts';
import { requestMessage } from './asking.ts';
import { type EligibilityAnswer, isSigned } from './eligibility-service.ts';
import type { Wire } from './wire.ts';

/** A line of the terminal's table. */
export interface VisitRow {
  readonly session: string;
  readonly at: string;
  readonly method: string;
  readonly proved: string;
  readonly answer: string;
}

export interface VisitService {
  /** The reader's name, and the terminal's own. */
  readonly reader: string;
  readonly terminal: string;
  /** The service's answer to a proved verdict. */
  readonly eligibility: (verdict: EventData['verdict']) => Promise<EligibilityAnswer>;
  /** Forged verdicts are told as `no-answer`; false takes them as they are. */
  readonly proves?: boolean;
  readonly onRow: (row: VisitRow) => void;
  /** The reader's state, in words. */
  readonly onState?: (state: string) => void;
}

/**
 * Serves the visits of a reader as a terminal should: challenges each card, proves the signature, acknowledges what must arrive,
 * answers each verdict once however often it comes, and registers who wants to be.
 */
export function serveVisits(
  wire: Wire,
  { reader, terminal, eligibility, proves = true, onRow, onState }: VisitService,
): void {
  const challenges = new Map<string, string>();
  const answered = new Set<string>();
  const rows = new Map<string, VisitRow>();

  const ask = <Name extends RequestName>(name: Name, data: RequestData[Name]): void => {
    const message = { ...requestMessage(terminal, name, data), replyto: `kazasu/1/${reader}/reply/${terminal}` };
    void wire.send(`kazasu/1/${reader}/request/${name}`, JSON.stringify(message)).catch(() => {});
  };
  const note = (session: string, change: Partial<VisitRow>): void => {
    const row = { session, at: '', method: '', proved: '', answer: '', ...rows.get(session), ...change };
    rows.set(session, row);
    onRow(row);
  };
  const answer = async (verdict: EventData['verdict']): Promise<void> => {
    const { session } = verdict;
    const proved = !proves || isSigned(verdict, challenges.get(session));
    const said: EligibilityAnswer = proved ? await eligibility(verdict) : { result: 'no-answer' };
    note(session, { proved: proved ? 'yes' : 'NO', answer: said?.result ?? '(service down)' });
    if (said) ask('eligibility', { session, ...said });
  };

  const hear: { readonly [Name in EventName]?: (data: EventData[Name], id: string) => void } = {
    'session-started': ({ session }) => {
      const challenge = randomBytes(32).toString('base64');
      challenges.set(session, challenge);
      note(session, { at: 'started' });
      ask('challenge', { session, challenge });
    },
    'card-read': ({ session }) => note(session, { at: 'card read' }),
    'method-chosen': ({ session, method }) => note(session, { at: 'identifying', method }),
    verdict: (verdict, id) => {
      ask('acknowledge', { messages: [id] });
      if (answered.has(id)) return;
      answered.add(id);
      note(verdict.session, { at: 'verdict', method: verdict.method });
      void answer(verdict);
    },
    consent: ({ session }, id) => {
      ask('acknowledge', { messages: [id] });
      note(session, { at: 'consent' });
    },
    registration: ({ session, wanted }) => {
      note(session, { at: wanted ? 'registering' : 'not registered' });
      if (!wanted) return;
      ask('registration-answer', { session, registered: true });
      ask('eligibility', { session, result: 'valid' });
    },
    'session-ended': ({ session, outcome, reason }) => {
      note(session, { at: `${outcome} ${reason}` });
      challenges.delete(session);
      rows.delete(session);
    },
  };
  wire.onMessage(({ payload }) => {
    const { type, id, data } = JSON.parse(payload.toString());
    if (type === 'kazasu.v1.state') onState?.(`${data.status}, ${data.mode ?? 'normal'}`);
    const [, name] = /^kazasu\.v1\.event\.(.+)$/.exec(type) ?? [];
    const heard = hear[name as EventName] as ((data: unknown, id: string) => void) | undefined;
    heard?.(data, id);
  });
}
