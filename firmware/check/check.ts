import { createHash, randomBytes } from 'node:crypto';
import { checkCardSignature } from '../../crypto/card-signature.ts';
import type { TrustStore } from '../../crypto/trust-store.ts';
import type { Camera } from '../../drivers/camera/contract.ts';
import type { CardChannel, CardReader } from '../../drivers/card/contract.ts';
import { verify } from '../../drivers/card/my-number-card/apdu.ts';
import { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import type { PinlessAuthorization, PinlessReason } from '../../drivers/card/my-number-card/pinless-authorization.ts';
import { WrongCredential } from '../../drivers/card/my-number-card/wrong-credential.ts';
import { codeIn } from '../card-face/scanned-digits.ts';
import type { Clock } from '../device/clock.ts';
import type { Method } from '../flow/types.ts';
import { CodedError } from '../records/coded-error.ts';
import { toldError } from '../records/told-error.ts';
import { Calm } from './calm.ts';
import { checkFault } from './faults.ts';
import { framesAfter } from './frames-after.ts';
import { Held, type HeldCounts, type HeldKind } from './held.ts';
import { LockGuard } from './lock-guard.ts';
import { Marks } from './marks.ts';
import type { FromCheck } from './messages.ts';
import type { PinAnswer } from './patient-channel.ts';
import type { Preview } from './preview.ts';
import { type ReadCertificate, readCard, readCertificate } from './read-card.ts';
import { type PhotoReading, readPhoto } from './read-photo.ts';
import type { RefusalKnowledge, RefusedValues } from './refused-values.ts';
import type { Sight } from './sight.ts';
import { Stopwatch } from './stopwatch.ts';

/** What one check is made of. */
export interface CheckParts {
  readonly reader: CardReader;
  readonly faceCamera: Camera;
  readonly cardCamera: Camera;
  readonly sight: Sight;
  readonly preview: Preview;
  readonly store: TrustStore;
  /** Undefined: this reader cannot sign without the PIN. */
  readonly pinless: PinlessAuthorization | undefined;
  readonly clock: Clock;
  /** Whether this profile has a face check at all (R29). */
  readonly faceOffered: boolean;
  readonly cameraOn: 'when-chosen' | 'with-card';
  /** Floor of the lock guard. */
  readonly minCodeBTries: number;
  readonly scanMs: number;
}

/** The way to the chip's photo: its scan runs before the card is read, its reference comes after. */
interface PhotoAttempt {
  readonly stop: AbortController;
  /** 照合番号B, held until it is submitted. */
  readonly scan: Promise<Uint8Array>;
  reference?: Promise<void>;
  /** The reference is made: nothing of it runs any more. */
  ready?: true;
}

/** A hint about the card stands at least this long, in ms. */
const leastHintMs = 1500;
/** A camera that is only looked after runs so long, in ms: then black and frozen pictures are known. */
const lookAroundMs = 2500;

/** The face camera at work: what stops it, and what it gives. */
interface LiveCapture {
  readonly stop: AbortController;
  readonly taken: Promise<void>;
}

/** Faults that end the whole session, whatever the method: the card is gone, or it is not genuine. */
const fatal = (error: CodedError) =>
  error.at === 'attack' || ['CARD_REMOVED', 'CARD_RESET', 'CARD_READER_UNAVAILABLE'].includes(error.code);

/**
 * One person's check, inside its own process: the card, its photo, the face, the PIN, the signature, in parallel where they can (R12).
 * Speaks to the core in verdicts only; everything of the person is in `held` until it is zeroed.
 */
export class Check {
  readonly #parts: CheckParts;
  readonly #say: (message: FromCheck) => void;
  readonly #held = new Held();
  readonly #life = new AbortController();
  readonly #stopwatch: Stopwatch;
  readonly #tasks = new Set<Promise<unknown>>();
  readonly #cardHints: Calm<string | undefined>;
  #guard: LockGuard | undefined;
  #channel: CardChannel | undefined;
  #card: MyNumberCard | undefined;
  #certificate: ReadCertificate | undefined;
  #photo: PhotoAttempt | undefined;
  #live: LiveCapture | undefined;
  #method: Method | undefined;
  #marks: Marks | undefined;
  #failed = false;

  constructor(parts: CheckParts, say: (message: FromCheck) => void) {
    this.#parts = parts;
    this.#say = say;
    this.#stopwatch = new Stopwatch(parts.clock, (stage) => say({ say: 'stage', stage }));
    this.#cardHints = new Calm(leastHintMs, parts.clock, (code) =>
      say(code === undefined ? { say: 'hint' } : { say: 'hint', code }),
    );
  }

  /**
   * A card lies there: opens it, and scans its printed face while the chip is read; not when staff have `seen` the person already.
   * `marked`: what is held gets marks, by which `end` lets it be looked for.
   */
  begin(known: RefusalKnowledge, { seen, marked }: { readonly seen: boolean; readonly marked: boolean }): void {
    this.#stopwatch.start();
    if (marked) this.#mark();
    const { reader, store, clock, cameraOn, faceOffered, minCodeBTries } = this.#parts;
    const guard = new LockGuard(known, minCodeBTries);
    this.#guard = guard;
    this.#run(async () => {
      const photo = faceOffered && !seen ? this.#scanCard() : undefined;
      this.#channel = await this.#stopwatch.measure('open', () => reader.open());
      const card = new MyNumberCard(this.#channel);
      this.#card = card;
      const { summary, certificate } = await this.#stopwatch.measure('card', () => readCard(card, store, clock.wall()));
      this.#certificate = certificate;
      this.#say({ say: 'card', card: summary });
      if (!certificate) return photo?.stop.abort(); // a phone: nothing printed lies there
      guard.meet(certificate.der);
      if (!photo) return;
      this.#readPhoto(card, guard, photo);
      if (cameraOn === 'with-card') this.#startLive();
    });
  }

  /** Runs both cameras for a moment; `watchedCamera` tells what they are worth, and nobody looks at the pictures. */
  async lookAround(): Promise<void> {
    const { faceCamera, cardCamera } = this.#parts;
    await Promise.all([this.#track(this.#lookAfter(faceCamera)), this.#track(this.#lookAfter(cardCamera))]);
  }

  async #lookAfter(camera: Camera): Promise<void> {
    const enough = new AbortController();
    let since: number | undefined;
    try {
      for await (const { jpeg } of camera.frames(AbortSignal.any([this.#life.signal, enough.signal]))) {
        jpeg.fill(0);
        since ??= this.#parts.clock.monotonic();
        if (this.#parts.clock.monotonic() - since >= lookAroundMs) enough.abort();
      }
    } catch {} // told already
  }

  /** The person chose a method. The one that is not chosen stops: what is not needed is not read; what is read is kept for another change. */
  choose(method: Method): void {
    this.#method = method;
    if (method === 'face') return this.#run(() => this.#matchFace());
    this.#live?.stop.abort();
    if (this.#photo?.ready) return;
    this.#photo?.stop.abort();
    this.#photo = undefined;
  }

  /** Back to the choice: the camera goes off, no PIN is taken. */
  stopMethod(): void {
    this.#method = undefined;
    this.#live?.stop.abort();
  }

  /** Takes the PIN (4 ASCII digits, zeroed by the caller); undefined when none is asked now. */
  async takePin(pin: Buffer): Promise<PinAnswer | undefined> {
    const card = this.#card;
    if (this.#method !== 'pin' || !card || this.#life.signal.aborted) return undefined;
    const command = verify(pin); // as the PIN would stand where it was forgotten: four digits alone stand everywhere
    this.#held.hold(pin, 'pin', command);
    command.fill(0);
    try {
      await this.#stopwatch.measure('pin', () => card.verifyPin(pin));
    } catch (error) {
      if (!(error instanceof WrongCredential)) return this.#fail(error);
      const { triesLeft } = error;
      this.#say({ say: 'pin', accepted: false, triesLeft });
      return { accepted: false, triesLeft };
    } finally {
      this.#held.release(pin);
    }
    return this.#pinAccepted(card);
  }

  /** R34: a phone shows its certificate now. */
  async #pinAccepted(card: MyNumberCard): Promise<PinAnswer | undefined> {
    const { store, clock } = this.#parts;
    try {
      const shown = this.#certificate
        ? undefined
        : await this.#stopwatch.measure('certificate', () => readCertificate(card, store, clock.wall()));
      this.#certificate ??= shown;
      this.#say({ say: 'pin', accepted: true, ...(shown ? { certificate: shown.summary } : {}) });
      return { accepted: true };
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** The card signs the terminal's challenge (base64), after its PIN or by PIN-less authorization. */
  sign(method: Method, challenge: string): void {
    this.#run(async () => {
      const [card, certificate] = [this.#card, this.#certificate];
      if (!card || !certificate) return;
      const bytes = Buffer.from(challenge, 'base64');
      const signature = await this.#stopwatch.measure('sign', async () => {
        if (method !== 'pin') await this.#authorize(card, method);
        return card.signDigest(createHash('sha256').update(bytes).digest());
      });
      checkCardSignature({ challenge: bytes, signature, certificate: certificate.der });
      this.#say({
        say: 'signed',
        signed: {
          certificate: certificate.der.toString('base64'),
          certificateSerial: certificate.serial,
          challenge,
          signature: signature.toString('base64'),
        },
      });
    });
  }

  /** Stops everything, pushes the last bytes out of the daemon, unpowers the card, zeroes all; answers what was held. */
  async end(): Promise<{ readonly held: HeldCounts; readonly marks: Marks | undefined }> {
    this.#life.abort();
    this.#photo?.stop.abort();
    this.#live?.stop.abort();
    await Promise.allSettled([...this.#tasks]);
    await this.#card?.flushDaemon().catch(() => undefined); // the card may be gone
    await this.#channel?.close();
    const seen = await this.#parts.sight.forget();
    this.#marks?.add(seen.marks);
    return { held: sumOf(this.#held.zeroAll(), seen.held), marks: this.#marks };
  }

  #mark(): void {
    this.#marks = new Marks(randomBytes(32));
    this.#held.mark(this.#marks);
    this.#parts.sight.mark(this.#marks.key);
  }

  #scanCard(): PhotoAttempt {
    const stop = new AbortController();
    this.#photo = { stop, scan: this.#scan(stop) };
    return this.#photo;
  }

  #scan(stop: AbortController, refused?: RefusedValues): Promise<Uint8Array> {
    const { cardCamera, sight, scanMs } = this.#parts;
    const scanning = AbortSignal.any([this.#life.signal, stop.signal]);
    const signal = AbortSignal.any([scanning, AbortSignal.timeout(scanMs)]);
    const wish = {
      onTrouble: (code: string) => this.#cardHints.say(code, scanning),
      ...(refused ? { refused } : {}),
    };
    const scan = this.#stopwatch
      .measure('scan', () => sight.scanCard(cardCamera.frames(signal), wish, signal))
      .then((digits) => this.#held.hold(digits, 'code', codeIn(digits)));
    const over = () => this.#cardHints.say(undefined, scanning);
    scan.then(over, over);
    return this.#track(scan);
  }

  #readPhoto(card: MyNumberCard, guard: LockGuard, attempt: PhotoAttempt): Promise<void> {
    const { store, sight } = this.#parts;
    const { scan, stop } = attempt;
    const reading: PhotoReading = {
      card,
      scan,
      rescan: (refused) => this.#scan(stop, refused),
      guard,
      onRefused: (refusal) => this.#say({ say: 'refused', refusal }),
      store,
      held: this.#held,
      stopwatch: this.#stopwatch,
      signal: stop.signal,
    };
    const reference = this.#track(readPhoto(reading, (photo) => sight.reference(photo)));
    attempt.reference = reference;
    reference.then(
      () => {
        attempt.ready = true;
        this.#say({ say: 'photo', ready: true });
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        if (!(error instanceof CodedError) || fatal(error)) this.#fail(error);
        else this.#say({ say: 'photo', ready: false, code: error.code });
      },
    );
    return reference;
  }

  #startLive(): LiveCapture {
    const stop = new AbortController();
    const { faceCamera, sight, preview } = this.#parts;
    const frames = framesAfter(this.#photo?.scan, preview.of(faceCamera.frames(stop.signal)));
    const onHint = (code?: string) => this.#say(code === undefined ? { say: 'hint' } : { say: 'hint', code });
    // A camera that cannot do it takes the face as well as it can: no reason to stop a check.
    const onExposure = (stops: number) => void faceCamera.expose?.(stops).catch(() => undefined);
    const told = { onHint, onExposure };
    const taken = this.#track(this.#stopwatch.measure('live', () => sight.live(frames, told, stop.signal)));
    const live = { stop, taken };
    this.#live = live;
    return live;
  }

  async #matchFace(): Promise<void> {
    const [card, guard] = [this.#card, this.#guard];
    if (!card || !guard) return;
    const photo = this.#photo?.reference ?? this.#readPhoto(card, guard, this.#photo ?? this.#scanCard());
    const live = this.#live && !this.#live.stop.signal.aborted ? this.#live : this.#startLive();
    try {
      await live.taken;
      const proved = await photo.then(
        () => true,
        () => false, // told where it is read
      );
      if (!proved || live.stop.signal.aborted) return;
      const matched = await this.#stopwatch.measure('match', () => this.#parts.sight.matches());
      this.#say(matched ? { say: 'face', matched } : { say: 'face', matched, code: 'FACE_NOT_MATCHED' });
    } catch (error) {
      if (live.stop.signal.aborted) return;
      if (error instanceof CodedError) this.#say({ say: 'face', matched: false, code: error.code });
      else this.#fail(error);
    } finally {
      if (this.#live === live) this.#live = undefined;
      live.stop.abort();
    }
  }

  async #authorize(card: MyNumberCard, reason: PinlessReason): Promise<void> {
    if (!this.#parts.pinless) throw checkFault('PINLESS_NOT_AVAILABLE');
    await this.#parts.pinless.authorize(card, reason);
  }

  #run(task: () => Promise<void>): void {
    this.#track(task()).catch((error: unknown) => this.#fail(error));
  }

  /** Remembers a task so that the end waits for it; whoever awaits it hears of its failure. */
  #track<T>(task: Promise<T>): Promise<T> {
    this.#tasks.add(task);
    const forget = () => this.#tasks.delete(task);
    task.then(forget, forget);
    return task;
  }

  /** Tells the core once why this check cannot go on. */
  #fail(error: unknown): undefined {
    if (this.#failed || this.#life.signal.aborted) return;
    this.#failed = true;
    const coded = error instanceof CodedError ? error : checkFault('CHECK_FAILED', toldError(error), { cause: error });
    this.#say({
      say: 'failed',
      reason: { code: coded.code, at: coded.at },
      ...(coded.detail === undefined ? {} : { detail: coded.detail }),
    });
  }
}

const sumOf = (one: HeldCounts, other: HeldCounts): HeldCounts =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)] as HeldKind[])].map((kind) => [
      kind,
      (one[kind] ?? 0) + (other[kind] ?? 0),
    ]),
  );
