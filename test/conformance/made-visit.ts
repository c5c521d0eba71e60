import { randomUUID, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialsFrom } from '../../build/terminal/let-in.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { derOf, openReaderCa } from '../../crypto/reader-ca.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import type { FlowName } from '../../firmware/flow/state.ts';
import { refusalOf } from '../../firmware/terminal/allowed-requests.ts';
import { delivery } from '../../firmware/terminal/deliver.ts';
import { terminalFault } from '../../firmware/terminal/faults.ts';
import { accepted, type RequestAnswer, refused } from '../../firmware/terminal/link.ts';
import type { ReaderState, TerminalRequest } from '../../firmware/terminal/messages.ts';
import { openOutbox } from '../../firmware/terminal/outbox.ts';
import { startLink } from '../terminal/terminals.ts';

/** What a reader may do wrong in a visit, by the cases that must find it. */
export const wrongsOfVisits = {
  'says that it is ready while somebody is there': ['K19', 'K25'],
  'takes challenges for any visit': ['K20'],
  'lets any terminal control a visit': ['K21'],
  'signs another challenge': ['K22'],
  'tells a verdict to those alone who are there': ['K23'],
  'tells a verdict that was acknowledged': ['K23'],
  'lets a consent hold for an hour': ['K24'],
  'fails at the end': ['K25'],
} as const;
export type WrongOfVisit = keyof typeof wrongsOfVisits;

const session = randomUUID();
const state = (status: 'ready' | 'busy'): ReaderState => ({ status, profile: 'standard', mode: 'normal', faults: [] });

/** A reader whose link and outbox are real and whose one visit is made up; right, or wrong in one way. `layCard` begins the visit. */
export async function startMadeVisit(wrong?: WrongOfVisit) {
  const does = (one: WrongOfVisit) => wrong === one;
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-made-'));
  const ca = await openReaderCa(join(folder, 'ca'), 'card', systemFiles, Date.now);
  const card = await credentialsFrom(ca, 'card');
  const link = await startLink();
  const outbox = await openOutbox(join(folder, 'outbox'), systemFiles, systemClock);
  const common = { clock: systemClock, newId: randomUUID, onTrouble: () => {} };
  const delivering = delivery({ ...common, ways: [{ link, receipts: false }], outbox });
  let at: FlowName = 'idle';
  let control: string | undefined;

  function tellVerdict(challenge: string): void {
    const signed = does('signs another challenge') ? Buffer.alloc(32) : Buffer.from(challenge, 'base64');
    const data = {
      session,
      method: 'pin',
      outcome: 'verified',
      certificate: derOf(card.cert).toString('base64'),
      certificateSerial: '01',
      certificateState: 'valid',
      certificateNotAfter: '2035-03-31T14:59:59Z',
      qualificationOnly: false,
      challenge,
      signature: sign('sha256', signed, card.key).toString('base64'),
      algorithm: 'RSASSA-PKCS1-v1_5-SHA-256',
    } as const;
    at = 'consent';
    if (does('tells a verdict to those alone who are there')) void link.publish({ name: 'verdict', data });
    else delivering.publish({ name: 'verdict', data });
  }

  function tellRest(): void {
    const hours = does('lets a consent hold for an hour') ? 1 : 24;
    const validUntil = new Date(Date.now() + hours * 3_600_000).toISOString();
    delivering.publish({
      name: 'consent',
      data: { session, comprehensive: true, care: true, surgery: true, healthChecks: true, validUntil },
    });
    const outcome = does('fails at the end') ? ('fault' as const) : ('verified' as const);
    delivering.publish({ name: 'session-ended', data: { session, outcome, reason: 'VERIFIED', erased: true } });
    at = 'idle';
    void link.state(state('ready'));
  }

  async function answer(request: TerminalRequest): Promise<RequestAnswer> {
    const refusal = refusalOf(request, { at, session });
    const forgiven = does('takes challenges for any visit') && request.name === 'challenge';
    if (refusal && !forgiven) return refused(refusal);
    if ('session' in request.data && !does('lets any terminal control a visit')) {
      if (control !== undefined && control !== request.source) return refused(terminalFault('VISIT_OF_ANOTHER'));
      control = request.source;
    }
    if (request.name === 'challenge' && request.data.session === session) tellVerdict(request.data.challenge);
    if (request.name === 'eligibility') tellRest();
    if (request.name === 'acknowledge' && !does('tells a verdict that was acknowledged'))
      await delivering.acknowledge(request.data.messages);
    return accepted;
  }

  link.onRequest(answer);
  await link.state(state('ready'));
  return {
    url: link.url,
    layCard: () => {
      at = 'choosing';
      if (!does('says that it is ready while somebody is there')) void link.state(state('busy'));
      delivering.publish({ name: 'session-started', data: { session } });
      const certificateNotAfter = '2035-03-31T14:59:59Z';
      delivering.publish({
        name: 'card-read',
        data: { session, phone: false, pinless: false, certificateState: 'valid', certificateNotAfter },
      });
    },
    close: async () => {
      await delivering.close();
      await link.close();
      await rm(folder, { recursive: true });
    },
  };
}
