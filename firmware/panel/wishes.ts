import { comprehensiveConsent } from '../flow/consents.ts';
import type { FlowInput } from '../flow/input.ts';
import type { Consent, Method } from '../flow/types.ts';

const methods: readonly Method[] = ['face', 'pin', 'visual'];

/** What a POST of the page wishes, as an input of the flow; undefined when it is not one that we know. */
export function wishOf(path: string, body: unknown): FlowInput | undefined {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  switch (path) {
    case '/choose': {
      const method = methods.find((known) => known === given.method);
      return method && { is: 'choose', method };
    }
    case '/other-method':
      return { is: 'other-method' };
    case '/typing':
      return { is: 'typing' };
    case '/cancel':
      return { is: 'cancel' };
    case '/consent': {
      const consent = consentIn(given);
      return consent && { is: 'consent', consent };
    }
    case '/register':
      return typeof given.wanted === 'boolean' ? { is: 'register', wanted: given.wanted } : undefined;
    default:
      return undefined;
  }
}

function consentIn(given: Record<string, unknown>): Consent | undefined {
  if (given.comprehensive === true) return comprehensiveConsent;
  const { care, surgery, healthChecks, limits, disease } = given;
  if (typeof limits === 'boolean') return { limits };
  if (typeof disease === 'boolean') return { disease };
  if (typeof care !== 'boolean' || typeof surgery !== 'boolean' || typeof healthChecks !== 'boolean') return undefined;
  return { comprehensive: false, care, surgery, healthChecks };
}
