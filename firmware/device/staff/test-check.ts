import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CheckDoor, type DoorOptions } from '../../check/door.ts';
import type { FromCheck, ToCheck } from '../../check/messages.ts';
import { RefusalMemory } from '../refusal-memory.ts';
import { systemClock } from '../system-clock.ts';

/**
 * A whole check by face with an emulated card, cameras and person, on this machine, past the reader: card, photo, live face, match, signature, erasure.
 * Answers the code of what went wrong; undefined when nothing did. The card on the bed, the flow, the logs and the terminal hear nothing of it.
 * @param usual how the reader's own checks are run
 */
export async function testCheck(
  usual: DoorOptions,
  home: string,
  interrupted: AbortSignal,
): Promise<string | undefined> {
  const { prepareEmulation } = await import('../../../drivers/desk/emulation.ts');
  const { reachForDesk } = await import('../../../drivers/desk/control-link.ts');
  const { Head } = await import('../../../drivers/desk/head.ts');
  const emulation = await prepareEmulation(join(home, 'var/emulated'));
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-test-check-'));
  const socket = join(folder, 'desk.sock');
  const desk = fork(join(dirname(usual.entry), 'desk.js'), ['--socket', socket], { stdio: 'ignore' });
  try {
    await Promise.race([once(desk, 'message'), once(desk, 'exit')]);
    const hand = await reachForDesk(socket);
    await hand.ask({ wish: 'stand', file: emulation.person });
    await hand.ask({ wish: 'lay', file: emulation.card });
    const emulated = { driver: 'emulated', size: '640x480', fps: 15 } as const;
    const door = new CheckDoor({
      ...usual,
      spare: false,
      settings: {
        ...usual.settings,
        profile: 'standard',
        drivers: { card: { driver: 'emulated' }, faceCamera: emulated, cardCamera: emulated, desk: { socket } },
        trust: { store: emulation.trust, pinless: { implementation: 'cv-certificate', folder: emulation.pinless } },
        patientChannelPort: 0,
      },
    });
    const head = new Head(hand);
    const trouble = await runCheck(door, (hint) => head.follow(hint), interrupted);
    head.rest();
    hand.close();
    return trouble;
  } finally {
    desk.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Plays core and patient to one check process. */
async function runCheck(
  door: CheckDoor,
  onHint: (code: string | undefined) => void,
  interrupted: AbortSignal,
): Promise<string | undefined> {
  let trouble: string | undefined = 'CHECK_DIED';
  const over = (code?: string) => {
    trouble = code;
    void running.end();
  };
  const running = door.take((message) => {
    if (message.say === 'hint') onHint(message.code);
    const next = answerTo(message);
    if (next && 'over' in next) over(next.over);
    else if (next) running.send(next);
  });
  interrupted.addEventListener('abort', () => over('SELF_CHECK_STOPPED'));
  const { knowledge: known } = new RefusalMemory(randomBytes(32), systemClock);
  running.send({ do: 'begin', known, seen: false, scanMemory: true });
  const { erasure, scan } = await running.gone;
  await door.close();
  return trouble ?? (erasure === 'zeroed' && scan?.found === 0 ? undefined : 'CHECK_NOT_ERASED');
}

/** What a patient and the core say to a word of the check, or that it is over: by a code when it went wrong. */
function answerTo(message: FromCheck): ToCheck | { readonly over: string | undefined } | undefined {
  switch (message.say) {
    case 'card':
      return { do: 'method', method: 'face' };
    case 'photo':
      return message.ready ? undefined : { over: message.code };
    case 'face':
      return message.matched
        ? { do: 'sign', method: 'face', challenge: randomBytes(32).toString('base64') }
        : { over: message.code };
    case 'signed':
      return { over: undefined };
    case 'failed':
      return { over: message.reason.code };
    default:
      return undefined;
  }
}
