import type { Buffer } from 'node:buffer';
import { ownBuffer } from '../../../crypto/own-bytes.ts';
import type { CardChannel } from '../contract.ts';
import { cardFault } from '../faults.ts';
import { getResponse } from './apdu.ts';

/** A card's answer: its data, owned and zeroed by the caller, and its status word. */
export interface CardAnswer {
  readonly data: Buffer;
  readonly word: number;
}

/** No answer that this reader asks for comes in more pieces; a card that goes on is broken or hostile. */
const mostPieces = 16;

/**
 * Sends one command and answers with data and status word, 61xx (more data) and 6Cxx (wrong Le) followed up (ISO/IEC 7816-4, 5.6).
 * The command, which may hold a PIN or a 照合番号B, is zeroed whatever happens. Throws the channel's errors and `CARD_ANSWER_UNEXPECTED`.
 */
export async function exchange(channel: CardChannel, command: Buffer): Promise<CardAnswer> {
  try {
    let answer = split(await channel.transmit(command));
    if (answer.word >> 8 === 0x6c && endsInLe(command)) {
      answer.data.fill(0);
      command[command.length - 1] = answer.word & 0xff;
      answer = split(await channel.transmit(command));
    }
    for (let pieces = 1; answer.word >> 8 === 0x61; pieces += 1) {
      if (pieces > mostPieces) {
        answer.data.fill(0);
        throw cardFault('CARD_ANSWER_UNEXPECTED', 'an answer without end');
      }
      answer = await withNextPiece(channel, answer);
    }
    return answer;
  } finally {
    command.fill(0);
  }
}

/** Only an Le byte may be corrected: in a VERIFY the last byte belongs to the secret. */
function endsInLe(command: Buffer): boolean {
  const lc = command[4] ?? 0;
  return command.length === 5 || (lc > 0 && command.length === lc + 6);
}

async function withNextPiece(channel: CardChannel, first: CardAnswer): Promise<CardAnswer> {
  try {
    const next = split(await channel.transmit(getResponse(first.word & 0xff || 0x100)));
    const data = ownBuffer(first.data.length + next.data.length);
    data.set(first.data);
    data.set(next.data, first.data.length);
    next.data.fill(0);
    return { data, word: next.word };
  } finally {
    first.data.fill(0);
  }
}

function split(response: Buffer): CardAnswer {
  if (response.length < 2) throw cardFault('CARD_ANSWER_UNEXPECTED', 'an answer without a status word');
  return { data: response.subarray(0, -2), word: response.readUInt16BE(response.length - 2) };
}
