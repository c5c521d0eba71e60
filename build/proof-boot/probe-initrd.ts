import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../image/run.ts';

const unit = `[Unit]
Description=what the proof looks at
After=kazasu-self-test.service kazasu-panel.service

[Service]
Type=oneshot
ExecStart=/usr/bin/node /run/probe/probe.mjs
`;

/** Debian's first system runs this just before it hands over; /run goes over with everything in it. */
const bringIn = `#!/bin/sh
mkdir -p /run/probe /run/systemd/system/multi-user.target.wants
cat /probe/probe.mjs > /run/probe/probe.mjs
cat /probe/probe.service > /run/systemd/system/probe.service
ln -s ../probe.service /run/systemd/system/multi-user.target.wants/probe.service
`;

/**
 * Takes kernel and first system out of a slot, and adds to the latter what brings a probe into the running device: the slot itself stays as it is,
 * and nothing but who holds the machine's power could do so. `probe`: the program, run as root once the device is up.
 */
export async function probeStart(
  slot: string,
  probe: string,
  work: string,
): Promise<{ kernel: string; initrd: string }> {
  await rm(work, { recursive: true, force: true });
  const tree = join(work, 'tree');
  for (const folder of ['probe', 'scripts/init-bottom']) await mkdir(join(tree, folder), { recursive: true });
  const [kernel, initrd] = [join(work, 'vmlinuz'), join(work, 'initrd')];
  const inBoot = await run('rdsquashfs', ['-l', 'boot', slot]);
  const takeOut = async (name: string, to: string) => {
    const file = new RegExp(`\\b${name}-\\S+`).exec(inBoot)?.[0];
    await run('sh', ['-c', 'rdsquashfs -c "boot/$1" "$2" > "$3"', 'sh', file ?? name, slot, to]);
  };
  await takeOut('vmlinuz', kernel);
  await takeOut('initrd.img', initrd);
  await copyFile(probe, join(tree, 'probe/probe.mjs'));
  await writeFile(join(tree, 'probe/probe.service'), unit);
  await writeFile(join(tree, 'scripts/init-bottom/probe'), bringIn, { mode: 0o755 });
  const order = ['udev', 'probe'].map((name) => `/scripts/init-bottom/${name} "$@"\n`).join('');
  await writeFile(join(tree, 'scripts/init-bottom/ORDER'), order);
  await run('sh', ['-c', 'cd "$1" && find . | cpio --quiet -o -H newc > "$2"', 'sh', tree, join(work, 'probe.cpio')]);
  const first = await readFile(initrd);
  const aligned = Buffer.concat([first, Buffer.alloc((4 - (first.length % 4)) % 4)]);
  await writeFile(initrd, Buffer.concat([aligned, await readFile(join(work, 'probe.cpio'))]));
  return { kernel, initrd };
}
