import type { Buffer } from 'node:buffer';
import type { CardChannel } from '../contract.ts';
import { selectApplication, selectFile } from './apdu.ts';
import type { CardAnswer } from './exchange.ts';
import { exchange } from './exchange.ts';
import type { ApplicationName, CardFile, CardProfile } from './profile.ts';
import { done, statusFault } from './status-word.ts';

/** Sends one command to the selected file; the command is zeroed afterwards, the answer is the caller's to zero. */
export type Send = (command: Buffer) => Promise<CardAnswer>;

/**
 * Who is selected on the card, and whose turn it is. A SELECT crosses the slow link only when something else is selected;
 * between a SELECT and the commands that belong to it nobody else's command slips in.
 */
export class CardSelection {
  readonly #channel: CardChannel;
  readonly #profile: CardProfile;
  #application: ApplicationName | undefined;
  #file: number | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(channel: CardChannel, profile: CardProfile) {
    this.#channel = channel;
    this.#profile = profile;
  }

  /** Runs `commands` with the application selected, alone on the card. Throws what `commands` throws. */
  inApplication<T>(application: ApplicationName, commands: (send: Send) => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      await this.#selectApplication(application);
      return commands(this.#send);
    });
  }

  /** Runs `commands` with the file selected, alone on the card. Throws `CARD_FILE_NOT_FOUND` and what `commands` throws. */
  inFile<T>(file: CardFile, commands: (send: Send) => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      await this.#selectApplication(file.application);
      if (this.#file !== file.id) {
        this.#file = undefined;
        await this.#select(selectFile(file.id));
        this.#file = file.id;
      }
      return commands(this.#send);
    });
  }

  /** Runs `commands` on whatever is selected, alone on the card. */
  anywhere<T>(commands: (send: Send) => Promise<T>): Promise<T> {
    return this.#alone(() => commands(this.#send));
  }

  readonly #send: Send = (command) => exchange(this.#channel, command);

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined); // the next in line does not care how this one ended
    return mine;
  }

  async #selectApplication(application: ApplicationName): Promise<void> {
    if (this.#application === application) return;
    this.#application = undefined;
    this.#file = undefined;
    await this.#select(selectApplication(this.#profile.applications[application]));
    this.#application = application;
  }

  async #select(command: Buffer): Promise<void> {
    const { data, word } = await this.#send(command);
    data.fill(0);
    if (word !== done) throw statusFault(word);
  }
}
