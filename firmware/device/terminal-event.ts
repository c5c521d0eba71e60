import { consentEnd } from '../flow/consents.ts';
import type { FlowEvent } from '../flow/effect.ts';
import type { CertificateSummary } from '../flow/types.ts';
import type { TerminalEvent } from '../terminal/messages.ts';
import { numberOf } from '../words/message-of.ts';

/** What the terminal hears of an event of the flow: nothing of what it already knows. `now`: wall clock, ms. */
export function terminalEventsOf(event: FlowEvent, now: number): TerminalEvent[] {
  if (event.name === 'card-read') return cardEvents(event);
  if (event.name === 'certificate-read') return warningOf(event.session, event.certificate);
  const told = terminalEventOf(event, now);
  return told ? [told] : [];
}

/** The card as it is; of a phone the certificate is told later (R34). */
function cardEvents({ session, card }: Extract<FlowEvent, { name: 'card-read' }>): TerminalEvent[] {
  const { phone = false, pinless, certificate } = card;
  const known = certificate && { certificateNotAfter: certificate.notAfter, certificateState: certificate.state };
  const read: TerminalEvent = { name: 'card-read', data: { session, phone, pinless, ...known } };
  return [read, ...warningOf(session, certificate)];
}

/** R26, R27: where the certificate ends or has ended. */
function warningOf(session: string, certificate: CertificateSummary | undefined): TerminalEvent[] {
  if (!certificate || certificate.state === 'valid') return [];
  const { state, notAfter } = certificate;
  return [{ name: 'certificate-warning', data: { session, certificateNotAfter: notAfter, certificateState: state } }];
}

function terminalEventOf(
  event: Exclude<FlowEvent, { name: 'card-read' | 'certificate-read' }>,
  now: number,
): TerminalEvent | undefined {
  if (event.name === 'mode-changed') return undefined; // the retained state says it
  const { session } = event;
  switch (event.name) {
    case 'session-started':
      return { name: 'session-started', data: { session } };
    case 'method-chosen':
      return { name: 'method-chosen', data: { session, method: event.method } };
    case 'verdict': {
      const { state, notAfter } = event.certificate;
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
