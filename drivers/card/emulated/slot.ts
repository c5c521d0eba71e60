import { Buffer } from 'node:buffer';
import type { Clock } from '../../../firmware/device/clock.ts';
import { cardFault } from '../faults.ts';
import type { Behaviours, InjectedStatus } from './behaviours.ts';
import { exchangeMs } from './behaviours.ts';
import type { EmulatedCard } from './card.ts';
import { checkBehaviours } from './card-file-schema.ts';
import { LinkTime } from './link-time.ts';

export type SlotState = 'empty' | 'laid' | 'mute';

/** A card that lies in the slot, since it was laid. */
interface Laid {
  readonly card: EmulatedCard;
  readonly behaviours: Behaviours;
  readonly gone: AbortController;
  readonly link: LinkTime;
  /** Uses left of each injected status, as its table has them. */
  readonly injections: { readonly rule: InjectedStatus; left: number }[];
  apdus: number;
  /** No APDU since the last cold reset. */
  fresh: boolean;
}

/**
 * The place where an emulated card lies, with the behaviours that belong to the lying: pulled, slow, mute, answering wrongly.
 * One command at a time; callers queue.
 */
export class CardSlot {
  /** Sum of the modelled time of all exchanges so far, ms. */
  modelledMs = 0;
  private readonly clock: Clock;
  private readonly listeners = new Set<(state: SlotState) => void>();
  private laid: Laid | undefined;

  constructor({ clock }: { readonly clock: Clock }) {
    this.clock = clock;
  }

  get state(): SlotState {
    if (!this.laid) return 'empty';
    return this.laid.behaviours.mute ? 'mute' : 'laid';
  }

  /** The card that lies there. */
  get card(): EmulatedCard | undefined {
    return this.laid?.card;
  }

  /** Lays a card, taking away the one that lies there; `behaviours` are added to those in the card's file. Throws `BEHAVIOURS_REFUSED`. */
  lay(card: EmulatedCard, behaviours: Behaviours = {}): void {
    const all = { ...card.card.behaviours, ...checkBehaviours(behaviours) };
    this.take();
    const injections = (all.statusWords ?? []).map((rule) => ({ rule, left: rule.times }));
    card.powerOff();
    this.laid = {
      card,
      behaviours: all,
      gone: new AbortController(),
      link: new LinkTime(this.clock),
      injections,
      apdus: 0,
      fresh: true,
    };
    this.tell();
  }

  /** Takes the card away, in the middle of a command too. */
  take(): void {
    const { laid } = this;
    if (!laid) return;
    this.laid = undefined;
    laid.card.powerOff();
    laid.gone.abort(cardFault('CARD_REMOVED'));
    this.tell();
  }

  /** Tells every change of `state` from now on; the returned function ends it. */
  onChange(listener: (state: SlotState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Powers the card and returns its ATR. Throws `CARD_ABSENT`, `CARD_MUTE`. */
  powerOn(): Buffer {
    const { card } = this.answering('CARD_ABSENT');
    return card.powerOn();
  }

  /** The ATR of the card, powered or not. Throws `CARD_ABSENT`, `CARD_MUTE`. */
  atr(): Buffer {
    return Buffer.from(this.answering('CARD_ABSENT').card.card.atr, 'hex');
  }

  /** Unpowers the card; without one it does nothing. */
  powerOff(): void {
    this.laid?.card.powerOff();
    if (this.laid) this.laid.fresh = true;
  }

  /** A warm reset; returns the ATR. Throws `CARD_REMOVED`, `CARD_MUTE`. */
  reset(): Buffer {
    return this.answering('CARD_REMOVED').card.reset();
  }

  /** Exchanges one APDU in the time the behaviours give it. Throws `CARD_REMOVED`, `CARD_MUTE`. */
  async transmit(apdu: Uint8Array): Promise<Buffer> {
    const laid = this.answering('CARD_REMOVED');
    laid.apdus += 1;
    if (laid.behaviours.pullAtApdu === laid.apdus) this.take();
    laid.gone.signal.throwIfAborted();
    const answer = answerOf(laid, apdu);
    if (answer.length === 0) throw cardFault('CARD_MUTE');
    const cost = exchangeMs(laid.behaviours, apdu, answer);
    this.modelledMs += cost;
    await laid.link.spend(cost, laid.gone.signal);
    return answer;
  }

  private answering(whenEmpty: 'CARD_ABSENT' | 'CARD_REMOVED'): Laid {
    if (!this.laid) throw cardFault(whenEmpty);
    if (this.laid.behaviours.mute) throw cardFault('CARD_MUTE');
    return this.laid;
  }

  private tell(): void {
    for (const listener of this.listeners) listener(this.state);
  }
}

const failed = 0x6f00;

/** The card's answer, or one that the behaviours put in its place. */
function answerOf(laid: Laid, apdu: Uint8Array): Buffer {
  const fails = laid.fresh && laid.behaviours.firstApduFails;
  laid.fresh = false;
  if (fails) return statusWord(failed);
  const injected = laid.injections.find(({ rule, left }) => left > 0 && matches(rule, apdu, laid.apdus));
  if (!injected) return laid.card.transmit(apdu);
  injected.left -= 1;
  return statusWord(Number.parseInt(injected.rule.sw, 16));
}

const matches = ({ ins, at }: InjectedStatus, apdu: Uint8Array, apdus: number): boolean =>
  (ins === undefined || Number.parseInt(ins, 16) === apdu[1]) && (at === undefined || apdus >= at);

function statusWord(word: number): Buffer {
  const out = Buffer.alloc(2);
  out.writeUInt16BE(word);
  return out;
}
