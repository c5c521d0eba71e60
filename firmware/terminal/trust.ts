import { unpairedRequests } from './allowed-requests.ts';
import { terminalFault } from './faults.ts';
import type { ReadRequest } from './read-request.ts';

/** Who is at the other end: `local` where the settings trust the link as it is; otherwise by the certificate. */
export type Peer =
  | { readonly is: 'local' }
  | { readonly is: 'unpaired' }
  | { readonly is: 'paired'; readonly name: string };

/** The only topics that a terminal may hear that is not paired: the replies to its pairing. */
export const isPairingReply = (topic: string): boolean => /\/reply\/pairing-[A-Za-z0-9_-]{1,56}$/.test(topic);

/** A request as it was read, or refused for who sends it. */
export function fromPeer({ request, error, ...to }: ReadRequest, peer: Peer): ReadRequest {
  if (error) return { ...to, error };
  if (peer.is === 'unpaired' && !unpairedRequests.includes(request.name))
    return { ...to, error: terminalFault('NOT_PAIRED') };
  if (peer.is === 'paired' && request.source !== `/terminals/${peer.name}`)
    return { ...to, error: terminalFault('SOURCE_OF_ANOTHER') };
  return { ...to, request };
}
