import type { DeskWish } from '../../drivers/desk/control.ts';
import type { DeskHand } from '../../drivers/desk/control-link.ts';
import type { Laying } from '../../drivers/desk/desk.ts';
import { Head } from '../../drivers/desk/head.ts';
import type { AttackKind } from '../../drivers/face-camera/emulated/attacks/kinds.ts';
import type { Stage } from '../../firmware/check/messages.ts';
import type { Method } from '../../firmware/flow/types.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import type { EventData } from '../../firmware/terminal/messages.ts';
import { visitFault } from './faults.ts';
import { openPanel, type PanelClient } from './panel-client.ts';
import { type EligibilityAnswer, openTerminal } from './terminal-client.ts';

/** One try of the patient to be identified. */
export type Try =
  | { readonly method: 'face' }
  | { readonly method: 'pin'; readonly pin: string }
  /** Staff look, and type this. */
  | { readonly method: 'visual'; readonly password: string };

/** What the patient and the terminal do in a visit. */
export interface VisitPlan extends Laying {
  /** File of the card. */
  readonly card: string;
  /** Picture of who stands before the camera; null: nobody. */
  readonly person: string | null;
  /** The person is not there: this is shown to the camera instead, and turned when a turn of the head is asked. */
  readonly attack?: AttackKind;
  /** In this order; afterwards the patient gives up. */
  readonly tries: readonly Try[];
  /** What the terminal answers; undefined leaves it without an answer. */
  readonly eligibility?: EligibilityAnswer;
  /** What the patient says to consents and registration; false refuses them all. Left out: agrees. */
  readonly agrees?: boolean;
  /** False: another terminal challenges the card and answers; this visit only listens. */
  readonly terminal?: false;
}

/** Where the reader and its emulated desk are. */
export interface VisitPlace {
  readonly panel: string;
  readonly mqtt: string;
  /** The reader's name. */
  readonly reader: string;
  readonly desk: DeskHand;
}

/** How a visit went, in what the reader itself told. */
export interface VisitResult {
  readonly verdict: EventData['session-ended']['outcome'];
  readonly method?: Method;
  readonly reason: string;
  /** Of the PIN, when one was refused. */
  readonly triesLeft?: number;
  readonly erased: boolean;
  readonly stages: readonly Stage[];
  /** What the panel told the patient before the camera, in order. */
  readonly hints: readonly string[];
  /** From the card laid to the verdict at the terminal, ms. */
  readonly toVerdictMs?: number;
  /** Modelled time of card and link within that, ms. */
  readonly cardMs?: number;
  readonly signed?: EventData['verdict'];
  /** As the terminal heard them. */
  readonly consents: readonly EventData['consent'][];
}

/** Goes through one visit by the reader's public doors alone: desk, panel, patient channel, terminal. `onView` sees each view. Rejects when the reader goes. */
export async function visit(
  place: VisitPlace,
  plan: VisitPlan,
  onView: (view: PanelView) => void = () => undefined,
): Promise<VisitResult> {
  const { desk } = place;
  const head = new Head(desk);
  const patient = new Patient(plan.tries, plan.agrees ?? true);
  let stages: readonly Stage[] = [];
  const hints: string[] = [];
  let signed: EventData['verdict'] | undefined;
  const consents: EventData['consent'][] = [];
  let began = 0;
  let toVerdictMs: number | undefined;
  let cardMs: Promise<number> | undefined;
  let over: (ended: EventData['session-ended']) => void = () => undefined;
  let lost: () => void = () => undefined;
  const ended = new Promise<EventData['session-ended']>((resolve, reject) => {
    over = resolve;
    lost = () => reject(visitFault('READER_GONE'));
  });
  ended.catch(() => undefined); // awaited below, once the card lies

  const terminal = await openTerminal({
    url: place.mqtt,
    reader: place.reader,
    silent: plan.terminal === false,
    ...(plan.eligibility ? { eligibility: plan.eligibility } : {}),
    onLost: () => lost(),
    onEvent: (name, data) => {
      if (name === 'session-started') began = performance.now();
      if (name === 'verdict') {
        toVerdictMs = performance.now() - began;
        cardMs = desk.ask({ wish: 'modelled-time' });
        signed = data as EventData['verdict'];
      }
      if (name === 'consent') consents.push(data as EventData['consent']);
      if (name === 'session-ended') over(data as EventData['session-ended']);
    },
  });
  let panel: PanelClient | undefined;
  try {
    panel = await openPanel(place.panel, (view) => {
      if (view.stages.length > 0) stages = view.stages;
      onView(view);
      if (view.hint !== undefined && view.hint !== hints.at(-1)) hints.push(view.hint);
      head.follow(view.hint);
      if (!panel) return;
      if (view.screen === 'take-card' && view.cardLies) void desk.ask({ wish: 'take' });
      else patient.act(view, panel);
    });
    await desk.ask(beforeCamera(plan));
    const before = await desk.ask({ wish: 'modelled-time' });
    const { keep = false, behaviours = {} } = plan;
    await desk.ask({ wish: 'lay', file: plan.card, keep, behaviours });
    const { outcome, reason, method, erased } = await ended;
    await desk.ask({ wish: 'take' });
    return {
      verdict: outcome,
      reason,
      erased,
      stages,
      hints,
      consents,
      ...(method === undefined ? {} : { method }),
      ...(patient.triesLeft === undefined ? {} : { triesLeft: patient.triesLeft }),
      ...(toVerdictMs === undefined ? {} : { toVerdictMs }),
      ...(cardMs === undefined ? {} : { cardMs: (await cardMs) - before }),
      ...(signed === undefined ? {} : { signed }),
    };
  } finally {
    head.rest();
    panel?.close();
    await terminal.close();
  }
}

/** What stands before the camera, as the plan says. */
export function beforeCamera({ person, attack }: Pick<VisitPlan, 'person' | 'attack'>): DeskWish {
  if (person === null) return { wish: 'stand' };
  return attack ? { wish: 'hold', attack, file: person } : { wish: 'stand', file: person };
}

/** The patient at the panel: does what the plan says on each screen, once. */
export class Patient {
  triesLeft: number | undefined;
  #tries: Try[];
  #done = '';
  #screen = '';
  #screens = 0;
  readonly #agrees: boolean;

  constructor(tries: readonly Try[], agrees: boolean) {
    this.#tries = [...tries];
    this.#agrees = agrees;
  }

  act(view: PanelView, panel: PanelClient): void {
    if (view.trouble === 'PIN_WRONG' || view.trouble === 'PIN_LOCKED') this.triesLeft = view.pinTries;
    if (view.screen !== this.#screen) this.#screens += 1;
    this.#screen = view.screen;
    if (view.screen === 'choosing') this.#once(`screen ${this.#screens}`, () => this.#choose(view, panel));
    if (view.screen === 'pin' && view.channel) this.#once(`pin ${view.pinTries}`, () => this.#typePin(view, panel));
    if (view.screen === 'visual') this.#once(`staff ${this.#screens}`, () => this.#askStaff(panel));
    const { question } = view;
    if (question) this.#once(`consent ${question}`, () => panel.wish('/consent', this.#consent(question)));
    if (view.screen === 'registration') this.#once('register', () => panel.wish('/register', { wanted: this.#agrees }));
  }

  #choose(view: PanelView, panel: PanelClient): Promise<void> {
    const next = this.#tries[0];
    if (!next || !view.methods.includes(next.method)) return panel.wish('/cancel');
    if (next.method === 'face') this.#tries.shift();
    return panel.wish('/choose', { method: next.method });
  }

  #typePin(view: PanelView, panel: PanelClient): Promise<void> {
    const next = this.#tries[0];
    if (next?.method !== 'pin' || !view.channel) return panel.wish(next ? '/other-method' : '/cancel');
    this.#tries.shift();
    return panel.sendPin(view.channel, next.pin);
  }

  async #askStaff(panel: PanelClient): Promise<void> {
    for (let next = this.#tries[0]; next?.method === 'visual'; next = this.#tries[0]) {
      this.#tries.shift();
      if (!(await panel.sendPassword(next.password))) return; // through, or back at the choice
    }
    return panel.wish(this.#tries.length > 0 ? '/other-method' : '/cancel');
  }

  #consent(question: NonNullable<PanelView['question']>): object {
    if (question !== 'records') return { [question]: this.#agrees };
    return this.#agrees ? { comprehensive: true } : { care: false, surgery: false, healthChecks: false };
  }

  #once(key: string, action: () => Promise<void>): void {
    if (key === this.#done) return;
    this.#done = key;
    void action().catch(() => undefined); // the reader may be gone: whoever awaits the visit has the last word
  }
}
