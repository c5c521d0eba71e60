import { setTimeout as delay } from 'node:timers/promises';
import { Head } from '../../drivers/desk/head.ts';
import type { Outcome } from '../../firmware/flow/types.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import { openPanel, type PanelClient } from '../visit/panel-client.ts';
import { beforeCamera, Patient, type VisitPlan } from '../visit/visit.ts';
import type { SoakWorld } from './world.ts';

/** How a visit went, as the panel showed it. */
export interface Visited {
  readonly session: string | undefined;
  readonly outcome: Outcome | undefined;
  /** It ended: at rest again, or with the core. Not: it hangs. */
  readonly ended: 'at rest' | 'core gone' | 'never';
  /** From the card laid to the verdict, ms. */
  readonly toVerdictMs: number | undefined;
}

/** No visit takes longer, with all that may befall it. */
const longestMs = 90_000;
const afterVerdict: readonly string[] = ['consent', 'registration', 'result'];

/** Goes through one visit by the panel and the desk alone; the terminal of the world answers. */
export async function oneVisit(world: SoakWorld, plan: VisitPlan, onView: (view: PanelView) => void): Promise<Visited> {
  const { hand } = world.desk;
  const head = new Head(hand);
  const patient = new Patient(plan.tries, true);
  const [free, over] = [signal('free'), signal('at rest')];
  let [session, outcome, toVerdictMs]: [string | undefined, Outcome | undefined, number | undefined] = [
    undefined,
    undefined,
    undefined,
  ];
  let laidAt: number | undefined;
  let panel: PanelClient | undefined;
  const look = (view: PanelView) => {
    // A card that has just lost its contact begins another visit: nobody comes before it is taken.
    if (view.session === undefined && !view.cardLies) free.give();
    if (view.session === undefined && session !== undefined) over.give();
    if (laidAt === undefined || !panel) return; // whoever was before is still there
    head.follow(view.hint);
    session ??= view.session;
    outcome = view.outcome ?? outcome;
    if (afterVerdict.includes(view.screen)) toVerdictMs ??= performance.now() - laidAt;
    onView(view);
    if (view.screen !== 'take-card' && view.screen !== 'card-left-behind') patient.act(view, panel);
    else if (view.cardLies) void world.take();
  };
  const late = delay(longestMs, 'never' as const, { ref: false });
  const ended = (first: Promise<'free' | 'at rest'>) => Promise.race([first, world.coreGone, late]);
  try {
    await hand.ask(beforeCamera(plan));
    panel = await openPanel(world.reader.ready.panel, look).catch(() => undefined);
    if (!panel) return { session, outcome, toVerdictMs, ended: 'core gone' };
    const before = await ended(free.given);
    if (before !== 'free') return { session, outcome, toVerdictMs, ended: before === 'never' ? before : 'core gone' };
    laidAt = performance.now();
    await world.lay(plan);
    const how = await ended(over.given);
    return { session, outcome, toVerdictMs, ended: how === 'free' ? 'never' : how };
  } finally {
    head.rest();
    panel?.close();
    await world.take();
  }
}

/** Something that is waited for. */
function signal<const T extends string>(what: T): { readonly given: Promise<T>; readonly give: () => void } {
  let give: () => void = () => undefined;
  const given = new Promise<T>((resolve) => {
    give = () => resolve(what);
  });
  return { given, give: () => give() };
}
