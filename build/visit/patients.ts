import { setTimeout as delay } from 'node:timers/promises';
import type { DeskHand } from '../../drivers/desk/control-link.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import { openPanel, type PanelClient } from './panel-client.ts';

/** Who comes: the file of their card, its PIN, and how much time lies between two cards at least. */
export interface PatientsPlan {
  readonly card: string;
  readonly pin: string;
  readonly everyMs: number;
}

/**
 * Patients at one reader, one after the other: each lays the card once the one before has taken theirs, proves who they are by PIN, and agrees. No
 * camera looks at their cards. They stay when the reader goes, and go on with the one that comes back.
 */
export class Patients {
  readonly #desk: DeskHand;
  readonly #plan: PatientsPlan;
  #panel: PanelClient | undefined;
  #done = '';
  #cardLies = false;
  #nextAt = 0;
  #over = false;

  constructor(desk: DeskHand, plan: PatientsPlan) {
    this.#desk = desk;
    this.#plan = plan;
  }

  /** Goes on at the panel of a reader that has just started. */
  async meet(panel: string): Promise<void> {
    this.leave();
    this.#over = false;
    this.#panel = await openPanel(panel, (view) => this.#look(view));
  }

  /** Lays no further card, and looks at the panel no more. */
  leave(): void {
    this.#over = true;
    this.#panel?.close();
    this.#panel = undefined;
    this.#done = '';
  }

  #look(view: PanelView): void {
    const now = [view.session, view.screen, view.question, view.channel?.token, view.cardLies].join(' ');
    if (now === this.#done || !this.#panel) return;
    this.#done = now;
    void this.#act(view, this.#panel).catch(() => undefined); // the reader has gone: the next one is met anew
  }

  async #act(view: PanelView, panel: PanelClient): Promise<void> {
    switch (view.screen) {
      case 'idle':
        return view.cardLies ? undefined : this.#lay();
      case 'choosing':
        return panel.wish('/choose', { method: 'pin' });
      case 'pin':
        return view.channel && panel.sendPin(view.channel, this.#plan.pin);
      case 'consent':
        return panel.wish(
          '/consent',
          view.question === 'records' ? { comprehensive: true } : { [`${view.question}`]: true },
        );
      case 'take-card':
        return view.cardLies ? this.#take() : this.#lay();
    }
  }

  async #take(): Promise<void> {
    await this.#desk.ask({ wish: 'take' });
    this.#cardLies = false;
  }

  async #lay(): Promise<void> {
    if (this.#cardLies) return;
    this.#cardLies = true;
    const now = performance.now();
    this.#nextAt = Math.max(now, this.#nextAt) + this.#plan.everyMs;
    await delay(Math.max(0, this.#nextAt - this.#plan.everyMs - now));
    if (this.#over) this.#cardLies = false;
    else await this.#desk.ask({ wish: 'lay', file: this.#plan.card, unseen: true });
  }
}
