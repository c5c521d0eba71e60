import type { Clock } from '../device/clock.ts';
import { questions } from './allowed-requests.ts';
import { terminalFault } from './faults.ts';
import { type RequestAnswer, type RequestHandler, refused } from './link.ts';
import type { RequestName } from './messages.ts';

/** Ids remembered of one sender, and senders: more than an honest terminal needs in the time that a request is good for. */
const mostIds = 1024;
const mostSenders = 64;

interface Answered {
  /** What was asked, to tell a repetition from another request of the same id. */
  readonly asked: string;
  readonly answer: Promise<RequestAnswer>;
  /** Monotonic ms. */
  readonly at: number;
}

/**
 * Lets each request be carried out once and in time, by whichever link it comes. A repetition (same source, same id, same content) gets the answer
 * of the first; another request of a used id is refused with REQUEST_ID_USED, one whose `time` is more than `windowMs` from ours with
 * REQUEST_EXPIRED. So whatever is recorded and sent again is either a repetition or expired: ids are remembered for as long as that takes.
 * When our wall clock jumps, the terminals' times stay right: one that running time has reached since we last agreed is in time too (R46).
 */
export function answerOnce(handler: RequestHandler, clock: Clock, windowMs: number): RequestHandler {
  const senders = new Map<string, Map<string, Answered>>();
  const wallAhead = () => clock.wall() - clock.monotonic();
  /** How far the wall clock was ahead of running time when a terminal last agreed with it, or at the start. */
  let agreed = wallAhead();

  /** Not so for a time that is none. */
  function inTime(time: number): boolean {
    const isNear = (ahead: number) => Math.abs(clock.monotonic() + ahead - time) <= windowMs;
    if (!isNear(wallAhead())) return isNear(agreed);
    agreed = wallAhead();
    return true;
  }

  function forget(): void {
    const since = clock.monotonic() - 2 * windowMs; // its time may lie as far ahead of ours
    for (const [source, ids] of senders) {
      for (const [id, { at }] of ids) {
        if (at >= since) break; // the rest is younger
        ids.delete(id);
      }
      if (ids.size === 0) senders.delete(source);
    }
  }

  return (request) => {
    if ((questions as readonly RequestName[]).includes(request.name)) return handler(request);
    forget();
    const { source, id } = request;
    const asked = JSON.stringify([request.name, request.data]);
    const before = senders.get(source)?.get(id);
    if (before) return before.asked === asked ? before.answer : refused(terminalFault('REQUEST_ID_USED'));
    if (!inTime(request.time)) return refused(terminalFault('REQUEST_EXPIRED'));
    const ids = senders.get(source) ?? new Map<string, Answered>();
    if (ids.size >= mostIds || (ids.size === 0 && senders.size >= mostSenders))
      return refused(terminalFault('REQUESTS_TOO_MANY'));
    const answer = (async () => handler(request))();
    answer.catch(() => {}); // told to who asked
    senders.set(source, ids.set(id, { asked, answer, at: clock.monotonic() }));
    return answer;
  };
}
