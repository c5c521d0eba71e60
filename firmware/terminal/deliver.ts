import type { Clock } from '../device/clock.ts';
import { terminalFault } from './faults.ts';
import type { TerminalLink } from './link.ts';
import type { EventName, TerminalEvent } from './messages.ts';
import type { KeptEvent, Outbox } from './outbox.ts';

/** What nobody has acknowledged is told again after so long, then after twice that, and so on up to the last. */
const firstAgainMs = 15_000;
const lastAgainMs = 600_000;

/** A way to the terminals. `receipts`: done with publishing, it is at the terminal, which needs not acknowledge it. */
export interface Way {
  readonly link: TerminalLink;
  readonly receipts: boolean;
}

export interface DeliveryParts {
  readonly ways: readonly Way[];
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onTrouble: (error: unknown) => void;
}

/** Tells events to the terminals, in order; verdicts and consents until one of them has acknowledged. */
export interface Delivery {
  publish(event: TerminalEvent): void;
  /** Done when what was published so far is in the outbox, as far as it must arrive. */
  kept(): Promise<void>;
  /** The visit that a message is about which still waits to be acknowledged. */
  visitOf(id: string): string | undefined;
  /** Terminals have these messages. */
  acknowledge(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** What a terminal must get, whatever happens meanwhile. */
export const mustArrive = (name: EventName): boolean => name === 'verdict' || name === 'consent';

/** At least once: what must arrive is in the outbox before it is told, and is told again to each terminal that comes, and from time to time. */
export function delivery({ ways, outbox, clock, newId, onTrouble }: DeliveryParts): Delivery {
  const stop = new AbortController();
  const told = new Map<string, { at: number; againMs: number }>();
  let turn: Promise<void> = Promise.resolve();

  const send = ({ link, receipts }: Way, { event, stamp }: KeptEvent): void => {
    link
      .publish(event, stamp)
      .then(() => (receipts ? outbox.drop(stamp.id) : undefined))
      .catch(onTrouble);
  };
  const sendAll = (kept: KeptEvent): void => {
    for (const way of ways) send(way, kept);
    told.set(kept.stamp.id, { at: clock.monotonic(), againMs: firstAgainMs });
  };

  async function tell(event: TerminalEvent): Promise<void> {
    const kept = { event, stamp: { id: newId(), time: clock.wall() } };
    if (!mustArrive(event.name)) {
      for (const { link } of ways) link.publish(event, kept.stamp).catch(onTrouble);
      return;
    }
    await outbox.put(kept).catch((cause) => onTrouble(terminalFault('OUTBOX_UNWRITABLE', undefined, { cause })));
    sendAll(kept);
  }

  async function repeat(): Promise<void> {
    while (!stop.signal.aborted) {
      await clock.sleep(1000, stop.signal).catch(() => {});
      const waiting = outbox.waiting();
      for (const kept of waiting) {
        const last = told.get(kept.stamp.id);
        if (!last || clock.monotonic() - last.at < last.againMs) continue;
        told.set(kept.stamp.id, { at: clock.monotonic(), againMs: Math.min(2 * last.againMs, lastAgainMs) });
        for (const way of ways) if (!way.receipts) send(way, kept);
      }
      for (const id of told.keys()) if (!waiting.some(({ stamp }) => stamp.id === id)) told.delete(id);
    }
  }

  for (const way of ways) {
    const sendWaiting = () => {
      for (const kept of outbox.waiting()) send(way, kept);
    };
    if (way.receipts) sendWaiting();
    else way.link.onListener(sendWaiting);
  }
  for (const { stamp } of outbox.waiting()) told.set(stamp.id, { at: clock.monotonic(), againMs: firstAgainMs });
  const repeating = repeat();

  return {
    publish(event) {
      turn = turn.then(() => tell(event)).catch(onTrouble);
    },
    kept: () => turn,
    visitOf(id) {
      const { data } = outbox.waiting().find(({ stamp }) => stamp.id === id)?.event ?? {};
      return data && 'session' in data ? data.session : undefined;
    },
    async acknowledge(ids) {
      for (const id of ids) await outbox.drop(id);
    },
    async close() {
      stop.abort();
      await Promise.all([turn, repeating]);
    },
  };
}
