import type { FromCheck } from '../check/messages.ts';
import type { FlowInput } from '../flow/input.ts';

/** What a word of the check process means to the flow; undefined for those that are only shown or counted. */
export function inputOf(message: FromCheck): FlowInput | undefined {
  switch (message.say) {
    case 'card':
      return { is: 'card-read', card: message.card };
    case 'photo':
      return message.ready ? { is: 'photo-ready' } : { is: 'photo-unavailable', code: message.code };
    case 'face':
      return message.matched ? { is: 'face-matched' } : { is: 'face-not-matched', code: message.code };
    case 'pin':
      if (message.accepted) {
        const { certificate } = message;
        return { is: 'pin-accepted', ...(certificate ? { certificate } : {}) };
      }
      return { is: 'pin-refused', triesLeft: message.triesLeft };
    case 'signed':
      return { is: 'signed', signed: message.signed };
    case 'failed':
      return { is: 'check-failed', reason: message.reason };
    case 'ready':
    case 'refused':
    case 'hint':
    case 'stage':
    case 'device':
    case 'looked-around':
    case 'erased':
    case 'scanned':
      return undefined;
  }
}
