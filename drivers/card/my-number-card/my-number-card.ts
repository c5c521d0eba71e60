import type { Buffer } from 'node:buffer';
import { sha256DigestInfo } from '../../../crypto/digest-info.ts';
import { CodedError } from '../../../firmware/records/coded-error.ts';
import type { CardChannel } from '../contract.ts';
import { cardFault } from '../faults.ts';
import { getChallenge, readBinary, shortLe, signByCardKey, signByUserKey } from './apdu.ts';
import { cardKindOf, tokenLabelBytes } from './card-kind.ts';
import { askTries, codeBFaults, isDigits, pinFaults, submit } from './credentials.ts';
import type { CardFile, CardKind, CardProfile } from './profile.ts';
import { myNumberCard2016 } from './profile.ts';
import type { FileReading } from './read-file.ts';
import { readFile } from './read-file.ts';
import type { Send } from './selection.ts';
import { CardSelection } from './selection.ts';
import { done, statusFault } from './status-word.ts';
import { WrongCredential } from './wrong-credential.ts';

/** Challenges of 256 bytes that push the last answer out of the daemon's buffer (card reference, "Residue": two or three). */
const flushes = 3;

const certificatePresent = 0x8f;

const tags = { certificate: 0x30, cvCertificate: 0x7f21, cardFace: 0xff20 };

/**
 * The My Number Card's applications as typed commands. Each runs alone on the card, whoever else calls; callers may interleave them freely.
 * Every method throws the channel's errors and a coded error for each status word that is not 9000.
 * Nothing here can reach the My Number (R02): its files are not in the profile.
 */
export class MyNumberCard {
  /** What this generation of card is like. */
  readonly profile: CardProfile;
  readonly #selection: CardSelection;
  #codeBTries: number | undefined;

  constructor(channel: CardChannel, profile: CardProfile = myNumberCard2016) {
    this.profile = profile;
    this.#selection = new CardSelection(channel, profile);
  }

  /** What lies there, by its JPKI application and token label. Throws `NOT_A_MY_NUMBER_CARD`, `JUKI_CARD`. */
  async identify(): Promise<CardKind> {
    await this.#findJpki();
    return this.#selection.inFile(this.profile.files.tokenInfo, async (send) => {
      const { data, word } = await send(readBinary(0, tokenLabelBytes));
      if (word !== done) throw statusFault(word);
      return cardKindOf(data, this.profile);
    });
  }

  /**
   * Whether the card carries a signature certificate: a 顔認証マイナンバーカード has none (R05).
   * By the first byte of JPKI EF 0008 (card reference, "Files"; one source only).
   */
  async hasSignatureCertificate(): Promise<boolean> {
    return this.#selection.inFile(this.profile.files.certificatesPresent, async (send) => {
      const { data, word } = await send(readBinary(0, 3));
      if (word !== done) throw statusFault(word);
      return data[0] === certificatePresent;
    });
  }

  /** Tries left on the PIN, none spent; 0 when it is locked or the card has none (R05, R13). Throws `CARD_FILE_NOT_FOUND`. */
  pinTries(): Promise<number> {
    return this.#selection.inFile(this.profile.files.pin, askTries);
  }

  /** Tries left on the 照合番号B, none spent; 0 when it is locked. */
  codeBTries(): Promise<number> {
    return this.#selection.inFile(this.profile.files.codeB, async (send) => {
      this.#codeBTries = await askTries(send);
      return this.#codeBTries;
    });
  }

  /** The user-authentication certificate, DER, exact to the byte (R02). Throws `USER_CERTIFICATE_MISSING`, `CARD_FILE_MALFORMED`. */
  async readUserCertificate(): Promise<Buffer> {
    try {
      return await this.#readCertificate(this.profile.files.userCertificate);
    } catch (error) {
      throw codeOf(error) === 'CARD_FILE_NOT_FOUND' ? cardFault('USER_CERTIFICATE_MISSING') : error;
    }
  }

  /** The CA certificate that the card carries, DER. It proves nothing: trust comes from the trust store. */
  readUserCaCertificate(): Promise<Buffer> {
    return this.#readCertificate(this.profile.files.userCaCertificate);
  }

  /** The CV certificate of the card face's issuer, EF 0004 of the visual-inspection application. */
  readIssuerCertificate(): Promise<Buffer> {
    const { files, certificateLimit } = this.profile;
    return this.#read(files.issuerCertificate, { tag: tags.cvCertificate, limit: certificateLimit });
  }

  /**
   * Submits the 照合番号B, 14 ASCII digits, which stay the caller's to zero; opens the card face until the card is unpowered.
   * The counter is read first if nobody did since the last try, and nothing is submitted once only the reserve of the profile is left.
   * Throws `CODE_B_MALFORMED` (nothing sent), and `WrongCredential` as `CODE_B_TRIES_LOW` (nothing sent), `CODE_B_REFUSED`, `CODE_B_LOCKED`.
   */
  async verifyCodeB(code: Buffer): Promise<void> {
    const { files, codeBDigits, codeBReserve } = this.profile;
    if (!isDigits(code, codeBDigits)) throw cardFault('CODE_B_MALFORMED');
    await this.#selection.inFile(files.codeB, async (send) => {
      const tries = this.#codeBTries ?? (await askTries(send));
      this.#codeBTries = undefined;
      if (tries === 0) throw new WrongCredential('CODE_B_LOCKED', 0);
      if (tries <= codeBReserve) throw new WrongCredential('CODE_B_TRIES_LOW', tries);
      await submit(send, code, codeBFaults);
    });
  }

  /**
   * The card face file `FF20`, whole, in one Buffer that the caller zeroes; needs a verified 照合番号B. Slow: 1–3 s over the air.
   * `onPart` is told bytes read and in all; `signal` stops it between two parts with the signal's reason.
   */
  readCardFace(options: Pick<FileReading, 'onPart' | 'signal'> = {}): Promise<Buffer> {
    const { files, cardFaceLimit } = this.profile;
    return this.#read(files.cardFace, { ...options, tag: tags.cardFace, limit: cardFaceLimit });
  }

  /** The card's own signature over a DigestInfo (51 bytes for SHA-256) by the key of DF24: 256 bytes. Needs no credential. */
  internalAuthenticate(digestInfo: Buffer): Promise<Buffer> {
    return this.#selection.inFile(this.profile.files.cardKey, (send) =>
      this.#signature(send, signByCardKey(digestInfo)),
    );
  }

  /**
   * Submits the user-authentication PIN, 4 ASCII digits, which stay the caller's to zero.
   * Throws `PIN_MALFORMED` (nothing sent), and `WrongCredential` as `PIN_WRONG`, `PIN_LOCKED` with the tries left.
   */
  async verifyPin(pin: Buffer): Promise<void> {
    if (!isDigits(pin, this.profile.pinDigits)) throw cardFault('PIN_MALFORMED');
    await this.#selection.inFile(this.profile.files.pin, (send) => submit(send, pin, pinFaults));
  }

  /**
   * The user key's PKCS#1 v1.5 signature, 256 bytes, of a SHA-256 digest, after the PIN or a PIN-less authorization.
   * Throws `CARD_SECURITY_NOT_SATISFIED` without either, `DIGEST_MALFORMED`.
   */
  async signDigest(sha256: Buffer): Promise<Buffer> {
    const digestInfo = sha256DigestInfo(sha256);
    return this.#selection.inFile(this.profile.files.userKey, (send) =>
      this.#signature(send, signByUserKey(digestInfo)),
    );
  }

  /** Pushes the last answers and commands (photo, PIN) out of the PC/SC daemon's and the driver's buffers. */
  async flushDaemon(): Promise<void> {
    await this.#selection.anywhere(async (send) => {
      for (let i = 0; i < flushes; i += 1) (await send(getChallenge(shortLe))).data.fill(0);
    });
  }

  /** For a vendor's PIN-less authorization: runs `commands` with `file` selected, alone on the card. */
  inFile<T>(file: CardFile, commands: (send: Send) => Promise<T>): Promise<T> {
    return this.#selection.inFile(file, commands);
  }

  /** The first command after power-up may answer 6F00 (card reference, "State traps"): one refusal is thrown away. */
  async #findJpki(): Promise<void> {
    const select = () => this.#selection.inApplication('jpki', async () => undefined);
    try {
      await select();
    } catch (error) {
      if (!(error instanceof CodedError) || isLost(error.code)) throw error;
      await select().catch((again: unknown) => {
        const code = codeOf(again) ?? '';
        throw isLost(code) || code === 'CARD_INTERNAL_ERROR' ? again : cardFault('NOT_A_MY_NUMBER_CARD', code);
      });
    }
  }

  #readCertificate(file: CardFile): Promise<Buffer> {
    return this.#read(file, { tag: tags.certificate, limit: this.profile.certificateLimit });
  }

  #read(file: CardFile, reading: Omit<FileReading, 'part'>): Promise<Buffer> {
    return this.#selection.inFile(file, (send) => readFile(send, { ...reading, part: this.profile.readBytes }));
  }

  async #signature(send: Send, command: Buffer): Promise<Buffer> {
    const { data, word } = await send(command);
    if (word !== done) throw statusFault(word);
    if (data.length !== this.profile.signatureBytes) {
      throw cardFault('CARD_ANSWER_UNEXPECTED', `a signature of ${data.length} bytes`);
    }
    return data;
  }
}

/** Faults of the link, as opposed to an answer of the card. */
const isLost = (code: string): boolean =>
  ['CARD_REMOVED', 'CARD_RESET', 'CARD_MUTE', 'CARD_READER_UNAVAILABLE'].includes(code);

const codeOf = (error: unknown): string | undefined => (error instanceof CodedError ? error.code : undefined);
