import type { PanelView, ServedView } from '../../firmware/panel/view.ts';
import type { Language } from '../../firmware/words/languages.ts';
import { wish } from '../wish.ts';
import { findEarphone, watchOutputs } from './earphone.ts';
import { toneOf } from './face-tone.ts';
import { digitOf, thingAt, wordsOf, wordsOfPage } from './page-words.ts';
import { Speaker, type Utterance } from './speaker.ts';
import type { Meaning } from './touch-rules.ts';
import { watchTouch } from './watch-touch.ts';

/** What stands on the panel now, as far as the guide must know. */
export interface Shown {
  readonly language: Language;
  readonly speech: boolean;
  readonly eyesFree: boolean;
  /** Undefined while a page of the panel's own lies over it. */
  readonly screen: PanelView['screen'] | undefined;
  readonly hint: string | undefined;
  readonly settings: ServedView['page']['speech'];
}

const takenPitch = 880;
const keyPitch = 440;

/** Leads through the visit by sound: says what stands on the page, and to who does not look what lies under the finger. */
export class Guide {
  readonly #onSwitch: (eyesFree?: boolean) => void;
  #shown: Shown | undefined;
  #loud: Speaker | undefined;
  /** The earphone, while one is plugged in. */
  #ear: Speaker | undefined;
  /** Where the tone sounds that leads a face. */
  #leading: Speaker | undefined;
  /** What was said of the page that stands. */
  #page = '';
  #said: ReadonlySet<string> = new Set();
  /** What was heard last, which two taps choose. */
  #heard: { readonly thing: Element; readonly words: string } | undefined;

  /** @param onSwitch the person wants to go on without looking, or not any more; without a value the other way than now */
  constructor(onSwitch: (eyesFree?: boolean) => void) {
    this.#onSwitch = onSwitch;
  }

  /** Listens and watches; answers how to stop. */
  start(): () => void {
    const stops = [
      watchTouch(
        (meaning) => this.#take(meaning),
        () => this.#shown?.eyesFree === true,
      ),
      watchOutputs(() => void this.#lookForEarphone(true)),
    ];
    const changes = new MutationObserver(() => this.#announce());
    changes.observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['data-say'],
    });
    return () => {
      changes.disconnect();
      for (const stop of stops) stop();
      this.#loud?.close();
      this.#ear?.close();
    };
  }

  /** The panel has drawn this. */
  show(shown: Shown): void {
    const before = this.#shown;
    this.#shown = shown;
    if (!before) void this.#lookForEarphone(false);
    this.#lead(before);
    if (!this.#speaks) return this.#hush();
    const first: string[] = [];
    if (before && before.eyesFree !== shown.eyesFree)
      first.push(shown.eyesFree ? 'aloud.eyesFreeOn' : 'aloud.eyesFreeOff');
    else if (before && !before.speech && shown.speech) first.push('aloud.speechOn');
    if (first.length > 0) this.#hush();
    // Who does not wear it yet must learn of it.
    if (this.#ear && first.includes('aloud.eyesFreeOn')) this.#loudspeaker.say(this.#in(['aloud.earphoneIn']));
    if (shown.eyesFree && (!before?.eyesFree || before.language !== shown.language)) this.#prepareDigits();
    this.#announce(first);
  }

  get #speaks(): boolean {
    return this.#shown?.speech === true || this.#shown?.eyesFree === true;
  }

  /** Who listens alone hears through the earphone alone, if there is one. */
  get #out(): Speaker {
    return this.#shown?.eyesFree && this.#ear ? this.#ear : this.#loudspeaker;
  }

  get #loudspeaker(): Speaker {
    this.#loud ??= new Speaker(this.#shown?.settings.volume ?? 0);
    return this.#loud;
  }

  #hush(): void {
    this.#page = '';
    this.#loud?.hush();
    this.#ear?.hush();
  }

  /** Says the page that is new; of one that stands, what is new on it. */
  #announce(first: readonly string[] = []): void {
    const shown = this.#shown;
    if (!shown || !this.#speaks) return;
    const { title, ids } = wordsOfPage(shown.eyesFree);
    const all = [...ids, ...this.#besides(shown)];
    const page = `${shown.language} ${title}`;
    const isNew = page !== this.#page;
    const said = this.#said;
    this.#page = page;
    this.#said = new Set(all);
    if (isNew) this.#heard = undefined;
    if (isNew) return this.#out.say(this.#in([...first, ...all]));
    const fresh = all.filter((id) => !said.has(id));
    if (fresh.length > 0) this.#out.add(this.#in(fresh));
  }

  /** What is said on a screen and stands nowhere on it. */
  #besides({ screen, eyesFree }: Shown): readonly string[] {
    if (!eyesFree) return screen === 'choosing' ? ['aloud.invitation'] : [];
    if (screen === 'pin' && !this.#ear) return ['aloud.pinNeedsEarphone'];
    return screen === 'face' ? ['aloud.faceByTone'] : [];
  }

  /** Leads the face to the camera by a tone. */
  #lead(before: Shown | undefined): void {
    const [was, is] = [before, this.#shown].map((at) =>
      at?.eyesFree && at.screen === 'face' ? { hint: at.hint } : undefined,
    );
    if (is?.hint === was?.hint && !is === !was) return;
    this.#leading?.tones.play(undefined);
    this.#leading = is && this.#out;
    this.#leading?.tones.play(is && toneOf(is.hint, was?.hint));
  }

  #take(meaning: Meaning): void {
    if (meaning.do === 'switch') return this.#onSwitch();
    if (!this.#shown?.eyesFree) return;
    if (meaning.do === 'explore') this.#explore(meaning);
    if (meaning.do === 'choose') this.#choose();
    if (meaning.do === 'repeat') {
      this.#page = '';
      this.#announce();
    }
  }

  #explore({ x, y }: { x: number; y: number }): void {
    const thing = thingAt(x, y);
    if (!thing || thing === this.#heard?.thing) return;
    wish('/typing'); // somebody is there
    this.#hear(thing);
  }

  #hear(thing: Element): void {
    const words = this.#wordsOf(thing);
    this.#heard = { thing, words: keyOf(words) };
    if (words.length > 0) this.#out.say(words);
    else this.#out.tones.tick(keyPitch);
  }

  /** A PIN key speaks into the earphone only (R41). */
  #wordsOf(thing: Element): readonly Utterance[] {
    const digit = digitOf(thing);
    if (digit === undefined) return wordsOf(thing, this.#language);
    return this.#ear ? this.#in([`digit.${digit}`]).map((said) => ({ ...said, fromStore: true })) : [];
  }

  #choose(): void {
    const { thing, words } = this.#heard ?? {};
    if (!thing?.isConnected) return;
    if (digitOf(thing) !== undefined && !this.#ear) return this.#out.say(this.#in(['aloud.pinNeedsEarphone']));
    // What lies there now may be another thing than what was heard.
    const same = keyOf(this.#wordsOf(thing)) === words;
    if (!same || !(thing instanceof HTMLButtonElement) || thing.disabled) return this.#hear(thing);
    this.#out.tones.tick(takenPitch);
    thing.click();
    if (thing.ariaPressed !== null) requestAnimationFrame(() => this.#hear(thing));
  }

  async #lookForEarphone(plugged: boolean): Promise<void> {
    const settings = this.#shown?.settings;
    const sink = await findEarphone(settings?.earphone);
    if (!settings || (sink !== undefined) === (this.#ear !== undefined)) return;
    const eyesFree = this.#shown?.eyesFree === true;
    if (eyesFree) this.#hush();
    this.#ear?.close();
    this.#ear = sink === undefined ? undefined : new Speaker(settings.volume, sink);
    if (!eyesFree) return plugged && this.#ear ? this.#onSwitch(true) : undefined;
    this.#prepareDigits();
    this.#announce([this.#ear ? 'aloud.earphoneIn' : 'aloud.earphoneOut']);
  }

  /** All ten beforehand, in their order: the core must not learn from what is asked for which key a finger lies on. */
  #prepareDigits(): void {
    this.#ear?.prepare(this.#in([...'0123456789'].map((digit) => `digit.${digit}`)));
  }

  get #language(): Language {
    return this.#shown?.language ?? 'ja';
  }

  #in(ids: readonly string[]): readonly Utterance[] {
    return ids.map((id) => ({ language: this.#language, id }));
  }
}

const keyOf = (words: readonly Utterance[]): string => words.map(({ language, id }) => `${language}/${id}`).join(' ');
