import type { PatientWords, ReaderView, TerminalWords } from '../device/reader.ts';
import { leftBehindAfter } from '../flow/farewell.ts';
import { methodsOffered } from '../flow/method.ts';
import type { FlowName, FlowState } from '../flow/state.ts';
import type { CertificateSummary, Eligibility, Method, Outcome, Question } from '../flow/types.ts';
import type { Language } from '../words/languages.ts';

/** What the page shows: the flow's state in the page's words. The page holds no rules. */
export interface PanelView {
  readonly screen: FlowName | 'out-of-order' | 'visual-mode' | 'system-failure' | 'disaster' | 'card-left-behind';
  readonly session?: string;
  readonly methods: readonly Method[];
  readonly trouble?: string;
  readonly hint?: string;
  readonly pinTries?: number;
  readonly certificate?: CertificateSummary;
  readonly eligibility?: Eligibility;
  /** The consent page. */
  readonly question?: Question;
  readonly patient?: PatientWords;
  /** A terminal that waits to be paired: for staff, while nobody is at the reader. */
  readonly pairing?: { readonly name: string; readonly code: string };
  /** Words of the terminal, on any screen. */
  readonly message?: TerminalWords;
  readonly outcome?: Outcome;
  readonly cardLies: boolean;
  /** What lies there is a phone (R34). */
  readonly phone?: true;
  readonly reminded: boolean;
  /** Only while the PIN is asked or the face looked at: where the page speaks to the check process, past the core (`patientSeal`). */
  readonly channel?: { readonly url: string; readonly token: string; readonly key: string };
  readonly stages: ReaderView['stages'];
}

/** What the facility has set for the page. */
export interface PageSettings {
  readonly language: Language;
  readonly pinKeys: 'shuffled' | 'in-order';
  readonly speech: {
    readonly on: boolean;
    /** Per cent. */
    readonly volume: number;
    /** Part of the name of the sound output that only the patient hears. */
    readonly earphone?: string | undefined;
  };
}

/** A view as it is sent to the page. */
export interface ServedView extends PanelView {
  readonly page: PageSettings;
}

/** The view of a state. */
export function panelView({
  house,
  state,
  hint,
  patient,
  message,
  pairing,
  fault,
  channel,
  stages,
}: ReaderView): PanelView {
  const shared = {
    stages,
    cardLies: state.bed === 'laid' || state.bed === 'mute',
    reminded: false,
    ...(message === undefined ? {} : { message }),
  };
  if (state.at === 'idle') {
    const code = pairing && { pairing: { name: pairing.name, code: pairing.code } };
    const refused = house.refusal !== undefined;
    const why = refused ? { trouble: house.refusal } : trouble(state.bed, fault);
    return { ...shared, screen: screenAtRest(state, refused), methods: [], ...code, ...why };
  }
  const phone = state.phone ? ({ phone: true } as const) : {};
  const common = { ...shared, ...phone, screen: state.at, session: state.id, methods: [] };
  switch (state.at) {
    case 'choosing':
    case 'face':
    case 'pin':
    case 'visual':
      return {
        ...common,
        methods: methodsOffered(house, state.card, state.face),
        pinTries: state.card.pinTries,
        ...(state.card.certificate === undefined ? {} : { certificate: state.card.certificate }),
        ...(state.trouble === undefined ? {} : { trouble: state.trouble }),
        ...(hint === undefined ? {} : { hint }),
        ...((state.at === 'pin' || state.at === 'face') && channel
          ? { channel: { url: `http://127.0.0.1:${channel.port}`, token: channel.token, key: channel.key } }
          : {}),
      };
    case 'signing':
      return { ...common, certificate: state.certificate };
    case 'consent':
      return { ...common, certificate: state.certificate, question: state.question };
    case 'registration':
    case 'result':
      return { ...common, certificate: state.certificate };
    case 'take-card':
      // Whoever passes by now must not read what was meant for its holder.
      if (state.calls === leftBehindAfter) return { ...common, screen: 'card-left-behind', reminded: true };
      return {
        ...common,
        outcome: state.outcome,
        reminded: state.calls > 0,
        ...(state.certificate === undefined ? {} : { certificate: state.certificate }),
        ...(state.result === undefined ? {} : { eligibility: state.result }),
        ...(state.result === undefined || patient === undefined ? {} : { patient }),
      };
    case 'erasing':
      return { ...common, outcome: state.outcome };
    case 'reading':
      return { ...common, ...(hint === undefined ? {} : { hint }) };
  }
}

/** R31: a mode without a check is shown even while the card reader is gone: it tells what is done instead. */
function screenAtRest({ bed, mode }: Extract<FlowState, { at: 'idle' }>, refused: boolean): PanelView['screen'] {
  if (mode === 'system-failure' || mode === 'disaster') return mode;
  if (bed === 'unavailable' || refused) return 'out-of-order';
  return mode === 'visual' ? 'visual-mode' : 'idle';
}

/** R46: what is wrong at rest, the bed before all else. */
function trouble(bed: string, fault: string | undefined): Pick<PanelView, 'trouble'> {
  if (bed === 'mute') return { trouble: 'CARD_MUTE' };
  if (bed === 'unavailable') return { trouble: 'CARD_READER_UNAVAILABLE' };
  return fault === undefined ? {} : { trouble: fault };
}
