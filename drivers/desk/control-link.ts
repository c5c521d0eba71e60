import { CodedError } from '../../firmware/records/coded-error.ts';
import { type DeskAnswer, type DeskWish, refusalOf } from './control.ts';
import { deskFault } from './faults.ts';
import { connectDesk } from './link.ts';

/** The hand of whoever plays the patient: lays cards, takes them, stands before the camera. */
export interface DeskHand {
  /** Asks one thing of the desk; answers the modelled card time so far, in ms. Rejects with the desk's fault. */
  ask(wish: DeskWish): Promise<number>;
  close(): void;
}

/** Connects to the control of the desk at the Unix socket `path`. */
export async function reachForDesk(path: string): Promise<DeskHand> {
  const link = await connectDesk(path, 'control');
  const waiting: ((answer: DeskAnswer) => void)[] = [];
  link.onMessage = (payload) => waiting.shift()?.(JSON.parse(payload.toString()));
  link.onClose = () => {
    for (const tell of waiting.splice(0)) tell(refusalOf(deskFault('DESK_GONE')));
  };
  return {
    close: () => link.close(),
    ask: async (wish) => {
      const answer = await new Promise<DeskAnswer>((resolve) => {
        waiting.push(resolve);
        link.send(Buffer.from(JSON.stringify(wish)));
      });
      if (!answer.done) throw new CodedError(answer.code, answer);
      return answer.modelledMs;
    },
  };
}
