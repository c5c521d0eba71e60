import { consentEnd } from '../flow/consents.ts';
import type { FlowEvent } from '../flow/effect.ts';
import type { TerminalEvent } from '../terminal/messages.ts';
import { numberOf } from '../words/message-of.ts';

/** What the terminal hears of an event of the flow: nothing of what it already knows. `now`: wall clock, ms. */
export function terminalEventsOf(event: FlowEvent, now: number): TerminalEvent[] {
  if (event.name === 'card-read') return cardEvents(event);
  const told = terminalEventOf(event, now);
  return told ? [told] : [];
}

/** R26, R27: the card as it is, and a warning where its certificate ends or has ended. */
function cardEvents({ session, card }: Extract<FlowEvent, { name: 'card-read' }>): TerminalEvent[] {
  const { state, notAfter } = card.certificate;
  const about = { session, certificateNotAfter: notAfter };
  const read: TerminalEvent = {
    name: 'card-read',
    data: { ...about, pinless: card.pinless, certificateState: state },
  };
  return state === 'valid'
    ? [read]
    : [read, { name: 'certificate-warning', data: { ...about, certificateState: state } }];
}

function terminalEventOf(event: Exclude<FlowEvent, { name: 'card-read' }>, now: number): TerminalEvent | undefined {
  if (event.name === 'mode-changed') return undefined; // the retained state says it
  const { session } = event;
  switch (event.name) {
    case 'session-started':
      return { name: 'session-started', data: { session } };
    case 'method-chosen':
      return { name: 'method-chosen', data: { session, method: event.method } };
    case 'verdict': {
      const { state, notAfter } = event.card.certificate;
      const { certificate, certificateSerial, challenge, signature } = event.signed;
      return {
        name: 'verdict',
        data: {
          session,
          method: event.method,
          outcome: 'verified',
          certificate,
          certificateSerial,
          certificateState: state,
          certificateNotAfter: notAfter,
          qualificationOnly: state === 'grace', // R27
          challenge,
          signature,
          algorithm: 'RSASSA-PKCS1-v1_5-SHA-256',
        },
      };
    }
    case 'consent': {
      const validUntil = new Date(consentEnd(now)).toISOString();
      return { name: 'consent', data: { session, ...event.consent, validUntil } };
    }
    case 'registration':
      return { name: 'registration', data: { session, wanted: event.wanted } };
    case 'result':
      return undefined;
    case 'card-left-behind':
      return { name: 'card-left-behind', data: { session } };
    case 'session-ended': {
      const { verdict, reason, method } = event.outcome;
      return {
        name: 'session-ended',
        data: {
          session,
          outcome: verdict,
          reason,
          ...(verdict === 'verified' ? {} : { message: numberOf(reason) }),
          ...(method ? { method } : {}),
          erased: true,
        },
      };
    }
  }
}
