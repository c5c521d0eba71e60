/** What an emulated card does on demand beside being a card: JSON, in the card's file or set when it is laid. */
export interface Behaviours {
  /** The card is taken away while the n-th APDU since it was laid is on its way (1 is the first). */
  readonly pullAtApdu?: number;
  /** Bit rate of the contactless link, kbit/s: 106, 212, 424 or 848; absent means no time at all. */
  readonly linkKbps?: number;
  /** Time lost before each frame in either direction, ms. */
  readonly frameDelayMs?: number;
  /** Time of one signature by the card, ms. */
  readonly signatureMs?: number;
  /** Answers given in place of the card's, first match first. */
  readonly statusWords?: readonly InjectedStatus[];
  /** The first APDU after a cold reset answers 6F00. */
  readonly firstApduFails?: boolean;
  /** The card lies there and never answers. */
  readonly mute?: boolean;
}

/** A status word in place of the card's own answer, which the card itself never hears of. */
export interface InjectedStatus {
  /** Only for this instruction, two hex digits: `20` is VERIFY. */
  readonly ins?: string;
  /** Only from the n-th APDU since the card was laid on. */
  readonly at?: number;
  /** Four hex digits. */
  readonly sw: string;
  /** So many times in all. */
  readonly times: number;
}

/** A frame carries 253 bytes of an APDU between its PCB and its CRC (ISO/IEC 14443-4, FSC 256). */
const framePayload = 253;
const frameOverhead = 3;

/** Start bit, eight data bits, stop bit: the My Number Card is Type B (ISO/IEC 14443-3, 7.1). */
const bitsPerByte = 10;

/** PERFORM SECURITY OPERATION. */
const signingInstruction = 0x2a;

/**
 * The modelled time of one exchange, ms: the frames of command and answer at the link's rate, each after its delay, an acknowledging
 * frame for every chained one (ISO/IEC 14443-4, 7.5), and the card's signature where it made one.
 */
export function exchangeMs(behaviours: Behaviours, command: Uint8Array, answer: Uint8Array): number {
  return (
    linkMs(behaviours, command.length, answer.length) + (signs(command, answer) ? (behaviours.signatureMs ?? 0) : 0)
  );
}

function linkMs({ linkKbps, frameDelayMs = 0 }: Behaviours, commandBytes: number, answerBytes: number): number {
  const data = Math.ceil(commandBytes / framePayload) + Math.ceil(answerBytes / framePayload);
  const acknowledgements = Math.max(0, data - 2);
  const frames = data + acknowledgements;
  const bytes = commandBytes + answerBytes + frames * frameOverhead;
  return frames * frameDelayMs + (linkKbps === undefined ? 0 : (bytes * bitsPerByte) / linkKbps);
}

/** Whether the card computed a signature: the instruction is the signing one and the answer says 9000 or 61xx. */
function signs(command: Uint8Array, answer: Uint8Array): boolean {
  const sw1 = answer[answer.length - 2];
  return command[1] === signingInstruction && (sw1 === 0x90 || sw1 === 0x61);
}
