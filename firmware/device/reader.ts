import type { CardReader } from '../../drivers/card/contract.ts';
import type { CheckDoor, CheckEnd, RunningCheck } from '../check/door.ts';
import type { DeviceState, FromCheck, PatientChannelAddress, Stage } from '../check/messages.ts';
import { deadlineOf, type Timeouts, waitsAnew } from '../flow/deadline.ts';
import type { FlowEffect, FlowEvent } from '../flow/effect.ts';
import { atRest } from '../flow/idle.ts';
import type { FlowInput } from '../flow/input.ts';
import type { FlowState } from '../flow/state.ts';
import { step } from '../flow/step.ts';
import type { Answer, House, TerminalMode } from '../flow/types.ts';
import { inputOf } from './check-words.ts';
import type { Clock } from './clock.ts';
import type { RefusalMemory } from './refusal-memory.ts';
import { unpowerCard } from './unpower-card.ts';

/** What the reader is made of. */
export interface ReaderParts {
  readonly house: House;
  readonly timeouts: Timeouts;
  readonly card: CardReader;
  readonly door: CheckDoor;
  readonly refusals: RefusalMemory;
  readonly clock: Clock;
  /** A new session's id. */
  readonly newSession: () => string;
  /** Whether the next check process looks through its own memory at its end. */
  readonly drawMemoryScan: () => boolean;
}

/** What others hear of the reader. */
export interface ReaderListener {
  /** The state, or what belongs to it, has changed. */
  onView?(view: ReaderView): void;
  /** The flow took an input and came from one state to another. */
  onInput?(house: House, before: FlowState, input: FlowInput, after: FlowState): void;
  onEvent?(event: FlowEvent, stages: readonly Stage[]): void;
  /** The card still lies there. */
  onRemind?(): void;
  /** A check process reported why it failed. */
  onCheckFailed?(code: string, detail: string | undefined): void;
  /** A check has found out whether a device works. */
  onDevice?(state: DeviceState): void;
  /** A check process is gone, with all that it held. `scanned`: it was to look through its own memory. */
  onCheckGone?(session: string, end: CheckEnd, scanned: boolean): void;
}

/** All that the panel may know: nothing personal. */
export interface ReaderView {
  readonly house: House;
  readonly state: FlowState;
  /** What the person can mend before the camera now. */
  readonly hint: string | undefined;
  /** What the terminal wants shown to the person with the result; beside the state, since it is the person's. */
  readonly patient: PatientWords | undefined;
  /** What the terminal wants said, whatever the screen. */
  readonly message?: TerminalWords | undefined;
  /** The terminal that waits to be paired, and the code that it shows too. */
  readonly pairing?: ShownPairing | undefined;
  /** What is broken, though a card may be laid. */
  readonly fault?: string | undefined;
  /** Where the page sends the PIN, while a check runs. */
  readonly channel: PatientChannelAddress | undefined;
  /** The steps of the running or the last check. */
  readonly stages: readonly Stage[];
}

/** Told by the terminal, shown as it came (R28, R32), gone with the session. */
export interface PatientWords {
  readonly name?: string;
  /** 診察券番号. */
  readonly localNumber?: string;
}

/** Words of the terminal for the person, in Japanese and English. */
export interface TerminalWords {
  readonly ja?: string;
  readonly en?: string;
}

/** Staff compare the code with the terminal's. */
export interface ShownPairing {
  readonly name: string;
  readonly code: string;
}

/** The check process of a session, and its channel once it is known. */
interface OpenCheck {
  readonly session: string;
  readonly running: RunningCheck;
  /** The process has exited and the card has no power. */
  readonly gone: Promise<CheckEnd>;
  channel?: PatientChannelAddress;
  /** It was asked to end: what it says of its card from now on is no failure, for the person takes it. */
  ending?: true;
}

/** The core: feeds the flow with what happens and carries out what it asks. */
export class Reader {
  #parts: ReaderParts;
  #house: House;
  #listeners: ReaderListener[] = [];
  #state: FlowState = atRest;
  #check: OpenCheck | undefined;
  #hint: string | undefined;
  #patient: PatientWords | undefined;
  #message: TerminalWords | undefined;
  #pairing: ShownPairing | undefined;
  #fault: string | undefined;
  /** Set by the terminal, not yet in force. */
  #mode: TerminalMode | undefined;
  #stages: Stage[] = [];
  #deadline: NodeJS.Timeout | undefined;
  #bed: 'empty' | 'laid' | 'mute' | 'unavailable' = 'empty';
  #stop = new AbortController();
  #watch = new AbortController();
  #watching: Promise<void> | undefined;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
    this.#house = parts.house;
  }

  listen(listener: ReaderListener): void {
    this.#listeners.push(listener);
  }

  get view(): ReaderView {
    return {
      house: this.#house,
      state: this.#state,
      hint: this.#hint,
      patient: this.#patient,
      message: this.#message,
      pairing: this.#pairing,
      fault: this.#fault,
      channel: this.#check?.channel,
      stages: this.#stages,
    };
  }

  /** Nobody is at it, and no card lies there. */
  get isFree(): boolean {
    return this.#state.at === 'idle' && this.#state.bed !== 'laid' && this.#state.bed !== 'mute';
  }

  /** Staff may, or may not, answer for a person by eye from now on. */
  allowStaff(facilityPassword: boolean): void {
    this.#house = { ...this.#house, facilityPassword };
  }

  /** No card is checked from now on, and why; undefined: cards are. A person who is not yet identified is sent to staff. */
  refuseChecks(code: string | undefined): void {
    if (code === this.#house.refusal) return;
    this.#house = { ...this.#house, refusal: code };
    if (code === undefined) this.#lookAtBed();
    else this.take({ is: 'check-failed', reason: { code, at: 'device' } });
    this.#show();
  }

  /** Starts to watch for cards; the warm spare should be ready before. */
  start(): void {
    this.#watch = new AbortController();
    this.#watching = this.#parts.card.watch((presence) => {
      this.#bed = presence.state;
      this.#lookAtBed();
    }, this.#watch.signal);
  }

  /** Gives the card reader up and watches for it anew. */
  async startCardReaderAnew(): Promise<void> {
    this.#watch.abort();
    await this.#watching;
    if (!this.#stop.signal.aborted) this.start();
  }

  /** Ends the running check and stops watching. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#watch.abort();
    clearTimeout(this.#deadline);
    await Promise.all([this.#watching, this.#parts.door.close()]);
    clearTimeout(this.#deadline);
  }

  /** Takes one input: a wish of the panel, a word of the terminal, a passed deadline. */
  take(input: FlowInput): void {
    const before = this.#state;
    const { state, effects } = step(this.#house, before, input);
    this.#state = state;
    for (const listener of this.#listeners) listener.onInput?.(this.#house, before, input, state);
    if (state.at === 'erasing' || state.at === 'idle') this.#patient = undefined;
    if (state.at === 'erasing' && before.at !== 'erasing') this.#message = undefined;
    if (state.at !== before.at && !hintStands(this.#hint, state)) this.#hint = undefined;
    if (waitsAnew(before, input, state)) this.#armDeadline();
    for (const effect of effects) this.#carryOut(effect);
    if (state !== before || effects.length > 0) this.#show();
  }

  /** The terminal answers for the person (R25). `words` stand on the end screen. */
  answer(answer: Answer, words: PatientWords): void {
    this.#patient = words;
    this.take({ is: 'eligibility', answer });
  }

  /** The terminal still works on its answer: it has its time once more. */
  waitAnew(): void {
    if (this.#state.at === 'result') this.#armDeadline();
  }

  /** Shows the terminal's words until the visit ends, or others come; without words there are none. */
  say(words: TerminalWords): void {
    this.#message = Object.keys(words).length > 0 ? words : undefined;
    this.#show();
  }

  /** Something was found out of a device while no check ran. */
  hearDevice(state: DeviceState): void {
    for (const listener of this.#listeners) listener.onDevice?.(state);
  }

  /** What is broken, by its code; at rest the panel says what works all the same. */
  showFault(code: string | undefined): void {
    if (code === this.#fault) return;
    this.#fault = code;
    this.#show();
  }

  /** A terminal waits to be paired, or none does. */
  showPairing(pairing: ShownPairing | undefined): void {
    this.#pairing = pairing;
    this.#show();
  }

  /** The terminal sets a mode; with a person at the reader it is in force from the next card on. */
  setMode(mode: TerminalMode): void {
    this.#mode = mode;
    this.#tellMode();
  }

  #tellMode(): void {
    const mode = this.#mode;
    if (mode === undefined || this.#state.at !== 'idle') return;
    this.#mode = undefined;
    this.take({ is: 'mode', mode });
  }

  #lookAtBed(): void {
    if (this.#stop.signal.aborted) return;
    this.#tellMode();
    this.take({ is: 'bed', bed: this.#bed, session: this.#parts.newSession() });
  }

  #armDeadline(): void {
    clearTimeout(this.#deadline);
    const seconds = deadlineOf(this.#state, this.#parts.timeouts);
    if (seconds === undefined) return;
    this.#deadline = setTimeout(() => this.take({ is: 'deadline' }), seconds * 1000);
  }

  #carryOut(effect: FlowEffect): void {
    const running = this.#check?.running;
    switch (effect.do) {
      case 'start-check':
        return this.#startCheck(effect.session, effect.seen);
      case 'begin-method':
        return running?.send({ do: 'method', method: effect.method });
      case 'stop-method':
        return running?.send({ do: 'stop-method' });
      case 'sign':
        return running?.send({ do: 'sign', method: effect.method, challenge: effect.challenge });
      case 'end-check':
        return this.#endCheck();
      case 'kill-check':
        return running?.kill();
      case 'remind':
        for (const listener of this.#listeners) listener.onRemind?.();
        return;
      case 'look-at-bed':
        setImmediate(() => this.#lookAtBed());
        return;
      case 'tell':
        for (const listener of this.#listeners) listener.onEvent?.(effect.event, this.#stages);
        return;
    }
  }

  #startCheck(session: string, seen: boolean): void {
    this.#stages = [];
    const running = this.#parts.door.take((message) => this.#hear(session, message));
    const check: OpenCheck = { session, running, gone: running.gone.then((end) => this.#cardUnpowered(end)) };
    const scanMemory = this.#parts.drawMemoryScan();
    this.#check = check;
    running.gone.then((end) => {
      for (const listener of this.#listeners) listener.onCheckGone?.(session, end, scanMemory);
    });
    running.channel.then((channel) => {
      check.channel = channel;
      this.#show();
    });
    this.#tellGone(check);
    running.send({ do: 'begin', known: this.#parts.refusals.knowledge, seen, scanMemory });
  }

  #endCheck(): void {
    if (!this.#check) return;
    this.#check.ending = true;
    void this.#check.running.end();
    this.#tellGone(this.#check);
  }

  #tellGone({ session, gone }: OpenCheck): void {
    gone.then(({ erasure }) => this.takeFor(session, { is: 'check-gone', erasure }));
  }

  /** A killed check leaves the card as it was: a PIN that it has verified would hold until the power goes. */
  async #cardUnpowered(end: CheckEnd): Promise<CheckEnd> {
    if (end.erasure === 'killed') await unpowerCard(this.#parts.card, this.#parts.clock);
    return end;
  }

  /** Takes what belongs to one session: words about one that is over mean nothing. */
  takeFor(session: string, input: FlowInput): void {
    if ('id' in this.#state && this.#state.id === session) this.take(input);
  }

  #hear(session: string, message: FromCheck): void {
    if (message.say === 'stage') {
      this.#stages = [...this.#stages, message.stage];
      this.#show();
    } else if (message.say === 'hint') {
      this.#hint = message.code;
      this.#show();
    }
    if (message.say === 'device') this.hearDevice(message);
    if (message.say === 'refused') this.#parts.refusals.note(message.refusal);
    if (message.say === 'failed' && !this.#check?.ending)
      for (const listener of this.#listeners) listener.onCheckFailed?.(message.reason.code, message.detail);
    const input = inputOf(message);
    if (input) this.takeFor(session, input);
  }

  #show(): void {
    const { view } = this;
    for (const listener of this.#listeners) listener.onView?.(view);
  }
}

/** A hint about the card lying there stands while its face may still be read; one about the face ends with its screen. */
const hintStands = (hint: string | undefined, { at }: FlowState): boolean =>
  hint?.startsWith('CARD_') === true && (at === 'choosing' || at === 'face');
