import type { ReaderView } from '../device/reader.ts';
import { methodsOffered } from '../flow/method.ts';
import type { FlowName } from '../flow/state.ts';
import type { CertificateSummary, Consent, Eligibility, Method, Outcome } from '../flow/types.ts';

/** What the page shows: the flow's state in the page's words. The page holds no rules. */
export interface PanelView {
  readonly screen: FlowName | 'out-of-order';
  readonly session?: string;
  readonly methods: readonly Method[];
  readonly trouble?: string;
  readonly hint?: string;
  readonly pinTries?: number;
  readonly certificate?: CertificateSummary;
  readonly eligibility?: Eligibility;
  readonly consent?: Consent;
  readonly outcome?: Outcome;
  readonly cardLies: boolean;
  readonly reminded: boolean;
  /** Present only while the PIN is asked: where the page sends it, past the core. */
  readonly pinChannel?: { readonly url: string; readonly token: string };
  readonly stages: ReaderView['stages'];
}

/** The view of a state. */
export function panelView({ profile, state, hint, channel, stages }: ReaderView): PanelView {
  const shared = { stages, cardLies: state.bed === 'laid' || state.bed === 'mute', reminded: false };
  if (state.at === 'idle')
    return {
      ...shared,
      screen: state.bed === 'unavailable' ? 'out-of-order' : 'idle',
      methods: [],
      ...trouble(state.bed),
    };
  const common = { ...shared, screen: state.at, session: state.id, methods: [] };
  switch (state.at) {
    case 'choosing':
    case 'face':
    case 'pin':
      return {
        ...common,
        methods: methodsOffered(profile, state.card, state.face),
        pinTries: state.card.pinTries,
        certificate: state.card.certificate,
        ...(state.trouble === undefined ? {} : { trouble: state.trouble }),
        ...(hint === undefined ? {} : { hint }),
        ...(state.at === 'pin' && channel
          ? { pinChannel: { url: `http://127.0.0.1:${channel.port}/pin`, token: channel.token } }
          : {}),
      };
    case 'signing':
    case 'consent':
      return { ...common, certificate: state.card.certificate };
    case 'result':
      return { ...common, certificate: state.card.certificate, ...(state.consent ? { consent: state.consent } : {}) };
    case 'take-card':
      return {
        ...common,
        outcome: state.outcome,
        reminded: state.reminded,
        ...(state.eligibility === undefined ? {} : { eligibility: state.eligibility }),
      };
    case 'erasing':
      return { ...common, outcome: state.outcome };
    case 'reading':
      return { ...common, ...(hint === undefined ? {} : { hint }) };
  }
}

const trouble = (bed: string) =>
  bed === 'mute' ? { trouble: 'CARD_MUTE' } : bed === 'unavailable' ? { trouble: 'CARD_READER_UNAVAILABLE' } : {};
