import type { CheckDoor } from '../../check/door.ts';
import type { DeviceState } from '../../check/messages.ts';

/** Runs both cameras for a moment in a check process made for it, with nobody there; over at once when `interrupted` aborts. */
export async function lookAtCameras(
  door: Pick<CheckDoor, 'take'>,
  onDevice: (state: DeviceState) => void,
  interrupted: AbortSignal,
): Promise<void> {
  const running = door.take((message) => {
    if (message.say === 'device') onDevice(message);
    if (message.say === 'looked-around') void running.end();
  });
  const leave = () => void running.end();
  if (interrupted.aborted) leave();
  interrupted.addEventListener('abort', leave);
  running.send({ do: 'look-around' });
  await running.gone;
  interrupted.removeEventListener('abort', leave);
}
