import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventData } from '../../firmware/terminal/messages.ts';
import { type Say, step } from '../image/run.ts';
import type { Machine } from '../machine/machine.ts';
import { openTerminal, type TerminalClient } from '../visit/terminal-client.ts';
import type { VisitResult } from '../visit/visit.ts';
import { type PanelLook, paintedPanel } from './panel-picture.ts';

/** Doors of a bring-up device: see its units kazasu-door-*. */
export const bringUpPorts = { terminal: 28830, hand: 28801 } as const;

/** What a bring-up device did, as it was seen from outside. */
export interface BringUpProof {
  readonly accelerator: Machine['accelerator'];
  /** From power on until the slot was proved. */
  readonly provedSeconds: number;
  readonly selfTest: string;
  readonly verdict: VisitResult['verdict'];
  readonly reason: string;
  readonly erased: boolean;
  readonly toVerdictMs?: number;
  /** What that time went into. */
  readonly stages: VisitResult['stages'];
  readonly hints: VisitResult['hints'];
  /** What the terminal heard, in order. */
  readonly heard: readonly string[];
  /** Left out where the device has none. */
  readonly panel?: PanelLook;
}

/** Waits until the device has proved its start, then goes through a visit by its terminal's door; pictures of its panel, if it has one, into `folder`. */
export async function proveBringUp(
  machine: Machine,
  { folder, seconds, hasPanel }: { folder: string; seconds: number; hasPanel: boolean },
  say: Say,
): Promise<BringUpProof> {
  const began = performance.now();
  const selfTest = await step(say, 'starts and tests itself', () =>
    machine.hear(/SELF_TEST_(PASSED|FAILED).*/, seconds),
  );
  const provedSeconds = Math.round((performance.now() - began) / 1000);
  const paint = () => paintedPanel(machine, join(folder, 'idle.png'), seconds, ({ markedBringUp }) => markedBringUp);
  const panel = hasPanel ? await step(say, 'paints its panel', paint) : undefined;
  const heard: string[] = [];
  const url = `mqtt://127.0.0.1:${machine.portOf(bringUpPorts.terminal)}`;
  let pictured: Promise<void> = Promise.resolve();
  const terminal: TerminalClient = await openTerminal({
    url,
    reader: 'kazasu',
    eligibility: 'valid',
    onEvent: (name: keyof EventData) => {
      heard.push(name);
      say(`  … ${name}`);
      if (name === 'verdict') pictured = sleep(1000).then(() => machine.picture(join(folder, 'visit.png')));
    },
  });
  try {
    const hand = `http://127.0.0.1:${machine.portOf(bringUpPorts.hand)}/visit/face`;
    const result = await step(say, 'a visit by face', () => visit(hand, seconds));
    await pictured;
    const { verdict, reason, erased, stages, hints, toVerdictMs } = result;
    const { accelerator } = machine;
    return {
      ...{ accelerator, provedSeconds, selfTest, verdict, reason, erased, stages, hints, heard },
      ...(panel ? { panel } : {}),
      ...(toVerdictMs === undefined ? {} : { toVerdictMs }),
    };
  } finally {
    await terminal.close();
  }
}

/** Asks the device's hand for a visit. Not by `fetch`, which waits five minutes and no longer. */
async function visit(hand: string, seconds: number): Promise<VisitResult> {
  const asked = request(hand, { method: 'POST', signal: AbortSignal.timeout(seconds * 1000) }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return (await json(answer)) as VisitResult;
}
