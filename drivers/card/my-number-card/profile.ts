import { Buffer } from 'node:buffer';

/** The applications that this reader uses. */
export type ApplicationName = 'jpki' | 'visual';

/** The files and keys that this reader uses, each with its application and its EF identifier. */
export interface CardFile {
  readonly application: ApplicationName;
  readonly id: number;
}

/** Who may lie on the reader, by the label of the JPKI token. */
export type CardKind = 'my-number-card' | 'android-phone' | 'iphone';

/** All that differs between one generation of card and the next, in one place. */
export interface CardProfile {
  readonly applications: Readonly<Record<ApplicationName, Buffer>>;
  readonly files: {
    readonly tokenInfo: CardFile;
    readonly certificatesPresent: CardFile;
    readonly userCertificate: CardFile;
    readonly userCaCertificate: CardFile;
    readonly userKey: CardFile;
    readonly pin: CardFile;
    readonly terminalAuthorization: CardFile;
    readonly cardFace: CardFile;
    readonly issuerCertificate: CardFile;
    readonly codeB: CardFile;
    readonly cardKey: CardFile;
  };
  /** Token label → kind; `juki-card` and unknown labels are refused. */
  readonly labels: Readonly<Record<string, CardKind | 'juki-card'>>;
  readonly pinDigits: number;
  readonly codeBDigits: number;
  /** Tries of the 照合番号B that the reader never spends, so that no misreading scanner locks a card. */
  readonly codeBReserve: number;
  /** Bytes of a signature by the user key and by the card key (RSA: the modulus). */
  readonly signatureBytes: number;
  /** Bytes of one READ BINARY. */
  readonly readBytes: number;
  /** Longest card face file that is read. */
  readonly cardFaceLimit: number;
  /** Longest certificate file that is read. */
  readonly certificateLimit: number;
}

const jpki = (id: number): CardFile => ({ application: 'jpki', id });
const visual = (id: number): CardFile => ({ application: 'visual', id });

/**
 * The My Number Card in use since 2016: RSA-2048, 照合番号B of 14 digits (card reference, "Applications" and "Files").
 * The files that hold the My Number, and the keys that open them, are left out on purpose: no code of this reader can reach them (R02).
 */
export const myNumberCard2016: CardProfile = {
  applications: {
    jpki: Buffer.from('d392f000260100000001', 'hex'),
    visual: Buffer.from('d3921000310001010402', 'hex'),
  },
  files: {
    tokenInfo: jpki(0x0006),
    certificatesPresent: jpki(0x0008),
    userCertificate: jpki(0x000a),
    userCaCertificate: jpki(0x000b),
    terminalAuthorization: jpki(0x0016),
    userKey: jpki(0x0017),
    pin: jpki(0x0018),
    cardFace: visual(0x0002),
    issuerCertificate: visual(0x0004),
    codeB: visual(0x0012),
    cardKey: visual(0x001a),
  },
  labels: {
    JPKIAPICCTOKEN2: 'my-number-card',
    JPKIAPGPSETOKEN: 'android-phone',
    JPKIAPIOSTOKEN: 'iphone',
    JPKIAPICCTOKEN: 'juki-card',
  },
  pinDigits: 4,
  codeBDigits: 14,
  codeBReserve: 2,
  signatureBytes: 256,
  readBytes: 251, // what one ISO/IEC 14443-4 frame of 256 bytes carries beside PCB, CRC and status word: 256 would cost two frames more each
  cardFaceLimit: 0x1_2000, // a 64 KB photo and everything around it
  certificateLimit: 0x2000,
};
