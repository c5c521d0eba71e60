import { comprehensiveConsent, refusalOf } from '../../firmware/flow/consents.ts';
import { atRest } from '../../firmware/flow/idle.ts';
import type { FlowInput } from '../../firmware/flow/input.ts';
import type { FlowState } from '../../firmware/flow/state.ts';
import { step } from '../../firmware/flow/step.ts';
import type { Step } from '../../firmware/flow/taken.ts';
import type { CardSummary, House } from '../../firmware/flow/types.ts';

const cards: CardSummary[] = [];
for (const pinless of [false, true])
  for (const pinTries of [0, 1, 3])
    for (const state of ['valid', 'ending', 'grace'] as const)
      cards.push({ pinless, pinTries, certificate: { state, notAfter: '2031-02-17T14:59:59.000Z' } });

const phones = [0, 1, 3].map((pinTries): CardSummary => ({ phone: true, pinless: false, pinTries }));

const signed = { certificate: 'Y2VydA==', certificateSerial: '01', challenge: 'Y2hhbGxlbmdl', signature: 'c2ln' };

/** Answers of the terminal with what they ask besides. */
const answers = (['valid', 'invalid', 'none', 'unregistered', 'no-answer'] as const).flatMap((result) => [
  { result, ask: [] },
  { result, ask: ['limits', 'disease'] as const },
]);

const whole = { signsWithoutPin: true, facilityPassword: true };

/** Every kind of reader there is: each profile with all it can have, and the standard one with less. */
export const houses: Record<string, House> = {
  standard: { profile: 'standard', ...whole },
  'qualification-only': { profile: 'qualification-only', ...whole },
  'home-visit': { profile: 'home-visit', ...whole },
  'without a facility password': { profile: 'standard', ...whole, facilityPassword: false },
  'without PIN-less signing': { profile: 'standard', ...whole, signsWithoutPin: false },
};

/** Every input of the world, with enough variants of its fields to take every branch. */
export const everyInput: FlowInput[] = [
  ...(['empty', 'laid', 'mute', 'unavailable'] as const).map((bed): FlowInput => ({ is: 'bed', bed, session: 's' })),
  ...[...cards, ...phones].map((card): FlowInput => ({ is: 'card-read', card })),
  { is: 'photo-ready' },
  { is: 'photo-unavailable', code: 'CARD_FACE_NOT_READ' },
  { is: 'face-matched' },
  { is: 'face-not-matched', code: 'FACE_NOT_MATCHED' },
  { is: 'pin-accepted' },
  ...(['valid', 'ending', 'grace'] as const).map(
    (state): FlowInput => ({ is: 'pin-accepted', certificate: { state, notAfter: '2031-02-17T14:59:59.000Z' } }),
  ),
  ...[0, 1, 2].map((triesLeft): FlowInput => ({ is: 'pin-refused', triesLeft })),
  { is: 'signed', signed },
  ...(['person', 'card', 'attack', 'staff', 'vendor', 'device', 'terminal'] as const).map(
    (at): FlowInput => ({ is: 'check-failed', reason: { code: `SOME_${at.toUpperCase()}_CODE`, at } }),
  ),
  { is: 'check-failed', reason: { code: 'CARD_REMOVED', at: 'person' } },
  { is: 'check-gone', erasure: 'zeroed' },
  { is: 'check-gone', erasure: 'killed' },
  { is: 'choose', method: 'face' },
  { is: 'choose', method: 'pin' },
  { is: 'choose', method: 'visual' },
  { is: 'staff-confirmed' },
  { is: 'staff-refused', code: 'FACILITY_PASSWORD_WRONG', again: true },
  { is: 'staff-refused', code: 'FACILITY_PASSWORD_LOCKED', again: false },
  { is: 'other-method' },
  { is: 'typing' },
  ...(['records', 'limits', 'disease'] as const).map(
    (question): FlowInput => ({ is: 'consent', consent: refusalOf(question) }),
  ),
  { is: 'consent', consent: comprehensiveConsent },
  { is: 'consent', consent: { limits: true } },
  { is: 'consent', consent: { disease: true } },
  { is: 'register', wanted: true },
  { is: 'register', wanted: false },
  { is: 'cancel' },
  { is: 'challenge', challenge: signed.challenge },
  ...answers.map((answer): FlowInput => ({ is: 'eligibility', answer })),
  ...(['normal', 'visual', 'system-failure', 'disaster'] as const).map((mode): FlowInput => ({ is: 'mode', mode })),
  { is: 'seen-at-terminal' },
  { is: 'deadline' },
];

export interface Edge {
  readonly from: FlowState;
  readonly input: FlowInput;
  readonly step: Step;
}

/** Walks every state that can be reached from rest under every input; answers all states and all edges. */
export function walk(house: House): { states: Map<string, FlowState>; edges: Edge[] } {
  const states = new Map([[keyOf(atRest), atRest]]);
  const edges: Edge[] = [];
  for (const from of states.values()) {
    for (const input of everyInput) {
      const taken = step(house, from, input);
      edges.push({ from, input, step: taken });
      states.set(keyOf(taken.state), states.get(keyOf(taken.state)) ?? taken.state);
    }
  }
  return { states, edges };
}

/** One key for equal states, whatever the order of their fields. */
export function keyOf(state: FlowState): string {
  return JSON.stringify(state, (_, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
