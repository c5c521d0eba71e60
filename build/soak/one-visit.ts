import { setTimeout as delay } from 'node:timers/promises';
import type { Outcome } from '../../firmware/flow/types.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import { Head } from '../visit/head.ts';
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
  let session: string | undefined;
  let outcome: Outcome | undefined;
  let toVerdictMs: number | undefined;
  let rest: () => void = () => undefined;
  const atRest = new Promise<'at rest'>((resolve) => {
    rest = () => resolve('at rest');
  });
  const coreGone = new Promise<'core gone'>((resolve) => {
    world.reader.process.once('exit', () => resolve('core gone'));
  });
  await hand.ask(beforeCamera(plan));
  let panel: PanelClient | undefined;
  let began = 0;
  const look = (view: PanelView) => {
    head.follow(view.hint);
    if (view.session) session = view.session;
    if (view.outcome) outcome = view.outcome;
    if (toVerdictMs === undefined && afterVerdict.includes(view.screen)) toVerdictMs = performance.now() - began;
    onView(view);
    if (session !== undefined && view.session === undefined) return rest();
    if (!panel) return;
    if (view.screen === 'take-card' || view.screen === 'card-left-behind') {
      if (view.cardLies) void world.take();
    } else patient.act(view, panel);
  };
  try {
    panel = await openPanel(world.reader.ready.panel, look).catch(() => undefined);
    began = performance.now();
    await world.lay(plan);
    const ended = await Promise.race([atRest, coreGone, delay(longestMs, 'never' as const, { ref: false })]);
    return { session, outcome, ended, toVerdictMs };
  } finally {
    head.rest();
    panel?.close();
    await world.take();
  }
}
