/** Outputs that stand for whichever the machine uses just now. */
const standIns = ['default', 'communications'];

/**
 * The sound output that only the patient hears, as long as it is plugged in.
 * @param name part of the name under which the browser lists it; without one there is none
 */
export async function findEarphone(name: string | undefined): Promise<string | undefined> {
  if (name === undefined) return undefined;
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices.find(
    ({ kind, label, deviceId }) => kind === 'audiooutput' && label.includes(name) && !standIns.includes(deviceId),
  )?.deviceId;
}

/** Calls back whenever something is plugged in or out; answers how to stop. */
export function watchOutputs(onChange: () => void): () => void {
  navigator.mediaDevices.addEventListener('devicechange', onChange);
  return () => navigator.mediaDevices.removeEventListener('devicechange', onChange);
}
