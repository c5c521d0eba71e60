import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession } from 'playwright-core';
import { openBrowser, panelSizes, touchPanel } from '../../build/gallery/browser.ts';
import { samplesOf } from '../../firmware/voice/wav.ts';
import type { Language } from '../../firmware/words/languages.ts';
import { utterancesOf } from '../../firmware/words/utterances.ts';
import { Ear, type Heard } from './ear.ts';
import { tapSound } from './sound-tap.ts';

/** What Chromium calls one of the sound outputs that it makes up for tests. */
export const earphoneName = 'Fake Audio Output 1';

/** Somebody who knows of the panel only what comes out of its sound outputs, and has two fingers. The page is never looked at. */
export interface BlindPatient {
  /** Everything heard since they sat down. */
  readonly heard: readonly Heard[];
  /** What the page has asked of whom since then: addresses. */
  readonly asked: readonly string[];
  /** Waits until one of these phrases is heard, since the last thing that was done; answers which. */
  hears(...ids: string[]): Promise<string>;
  /** Waits until a tone is heard, for a moment, that is as it should be. */
  hearsTone(fits: (tone: Extract<Heard, { what: 'tone' }>) => boolean): Promise<void>;
  /** Lays two fingers on the panel, for two seconds and a little. */
  holdTwoFingers(): Promise<void>;
  /** Feels over the panel with one finger until this is what is heard last. */
  feelFor(id: string): Promise<void>;
  /** Taps twice, somewhere. */
  choose(): Promise<void>;
  /** Feels for it and chooses it. */
  chooses(id: string): Promise<void>;
  close(): Promise<void>;
}

/** Long enough for a loaded machine. */
const patienceMs = 90_000;
/** After a step of the finger something is heard within this time, or lies there as before; who finds nothing feels over it all again, slower. */
const stepsMs = [900, 1800, 3600];
/** A finger's way over the panel: the lower rows first, where the buttons are. */
const rows = [350, 230, 290, 170, 90, 440];
const columns = [40, 130, 210, 290, 370, 450, 530, 610, 690, 765];

/** Seats them before the panel at `address`, whose voice speaks at full volume. */
export async function seatBlindPatient(address: string, language: Language): Promise<BlindPatient> {
  const library = await libraryOf(address, language);
  const browser = await openBrowser([
    '--autoplay-policy=no-user-gesture-required',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
  ]);
  const context = await touchPanel(browser, panelSizes[0], { bypassCSP: true });
  const heard: Heard[] = [];
  const ears = new Map<string, Ear>();
  /** How much had been heard when the last thing was done. */
  let since = 0;
  let wake = () => {};
  await tapSound(context, (stretch) => {
    const { sink } = stretch;
    const hear = (what: Heard) => {
      heard.push(what);
      wake();
    };
    if (!ears.has(sink)) ears.set(sink, new Ear(sink, library, hear));
    ears.get(sink)?.take(stretch);
  });
  const page = await context.newPage();
  const asked: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  let hand: CDPSession | undefined;
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]) => {
    hand ??= await context.newCDPSession(page);
    const touchPoints = points.map(([x, y], id) => ({ x, y, id }));
    await hand.send('Input.dispatchTouchEvent', { type, touchPoints });
  };
  /** Waits until something new fits. */
  const until = async <T>(fits: (heard: Heard) => T | undefined, ms: number): Promise<T | undefined> => {
    const late = performance.now() + ms;
    for (;;) {
      for (; since < heard.length; since++) {
        const found = fits(heard[since] as Heard);
        if (found !== undefined) return found;
      }
      const left = late - performance.now();
      if (left <= 0) return undefined;
      await Promise.race([delay(left, undefined, { ref: false }), new Promise<void>((resolve) => (wake = resolve))]);
    }
  };
  const phrase = (what: Heard) => (what.what === 'phrase' ? what.id : undefined);
  const told = () => JSON.stringify(heard.slice(-12));
  await page.goto(address);

  const patient: BlindPatient = {
    heard,
    asked,
    hears: async (...ids) => {
      const wanted = ids.map((id) => canonical(id, language));
      const found = await until((what) => wanted.find((id) => id === phrase(what)), patienceMs);
      if (found === undefined) throw new Error(`${ids} was not heard; but ${told()}`);
      return ids[wanted.indexOf(found)] as string;
    },
    hearsTone: async (fits) => {
      let inARow = 0;
      const found = await until((what) => {
        inARow = what.what === 'tone' && fits(what) ? inARow + 1 : 0;
        return inARow === 3 || undefined;
      }, patienceMs);
      if (!found) throw new Error(`no such tone was heard; but ${told()}`);
    },
    holdTwoFingers: async () => {
      since = heard.length;
      await touch('touchStart', [300, 200], [420, 220]);
      await delay(2300);
      await touch('touchEnd');
    },
    feelFor: async (id) => {
      const wanted = canonical(id, language);
      for (const stepMs of stepsMs)
        for (const y of rows) {
          let x = columns[0] as number;
          await touch('touchStart', [x, y]);
          for (x of columns) {
            await touch('touchMove', [x, y]);
            since = heard.length;
            if ((await until(phrase, stepMs)) !== wanted) continue;
            await touch('touchEnd');
            return;
          }
          await touch('touchEnd');
        }
      throw new Error(`${id} was not found; but ${told()}`);
    },
    choose: async () => {
      since = heard.length;
      for (let n = 0; n < 2; n++) {
        await touch('touchStart', [400, 120]);
        await touch('touchEnd');
      }
    },
    chooses: async (id) => {
      await patient.feelFor(id);
      await patient.choose();
    },
    close: () => browser.close(),
  };
  return patient;
}

/** Of phrases with the same words the first one's id. */
const canonical = (id: string, language: Language): string => {
  const phrases = utterancesOf(language);
  return [...phrases].find(([, words]) => words === phrases.get(id))?.[0] ?? id;
};

/** How each phrase sounds, as the reader serves it. */
async function libraryOf(address: string, language: Language): Promise<Map<string, Float32Array>> {
  const library = new Map<string, Float32Array>();
  for (const id of utterancesOf(language).keys()) {
    if (canonical(id, language) !== id) continue;
    const answer = await fetch(`${address}/voice/${language}/${id}`);
    const { bytes } = samplesOf(Buffer.from(await answer.arrayBuffer()));
    library.set(
      id,
      Float32Array.from({ length: bytes.length / 2 }, (_, n) => bytes.readInt16LE(2 * n) / 32_768),
    );
  }
  return library;
}
