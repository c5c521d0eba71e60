import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Board, type BoardName, boards } from './boards.ts';
import { makeBundle } from './bundle.ts';
import { makeDebian } from './debian.ts';
import { makeDisk } from './disk.ts';
import { imageFault } from './faults.ts';
import { foreignPrograms } from './foreign-programs.ts';
import { bringNode } from './node-binary.ts';
import { counterPackages, devicePackages } from './packages.ts';
import { makeRootFilesystem } from './root-filesystem.ts';
import { run, type Say, step } from './run.ts';
import { layOutRuntime, type RuntimeOrder } from './runtime.ts';
import { makeSlot } from './slot.ts';
import type { UpdateKeys } from './update-keys.ts';

/**
 * production: what is flashed for patients. bring-up: the same build on emulated devices, marked on every screen. headless: that without browser and
 * cameras, for proofs that start it often.
 */
export const flavours = ['production', 'bring-up', 'headless'] as const;
export type Flavour = (typeof flavours)[number];

export interface ImageOrder {
  readonly board: BoardName;
  readonly flavour: Flavour;
  /** The project's folder. */
  readonly home: string;
  readonly out: string;
  /** What is kept between builds: Debian, Node, packages. */
  readonly cache: string;
  /** Time of the build: of the commit, seconds since 1970. */
  readonly epoch: number;
  readonly keys: UpdateKeys;
  readonly mirror?: string;
  readonly fresh: boolean;
  /** Seconds that the version counts more than its commit: for proofs that need a newer one. */
  readonly newerBy?: number;
  /** Lays hands on the build's own layer before it is packed: for proofs that need a broken one. */
  readonly spoil?: (layer: string) => Promise<void>;
}

/** The files of one build. */
export interface Image {
  readonly flavour: Flavour;
  readonly version: string;
  /** What is flashed. */
  readonly disk: string;
  /** The squashfs in it. */
  readonly slot: string;
  readonly slotBytes: number;
  /** What updates a device. */
  readonly bundle: string;
}

/** Name that a bundle and a device must share. */
export const compatibleOf = (board: BoardName, flavour: Flavour): string => `kazasu-${board}-${flavour}`;

/** Builds slot, disk and bundle of one flavour for one board. */
export async function makeImage(order: ImageOrder, say: Say): Promise<Image> {
  const { board: name, flavour, home, out, epoch, keys } = order;
  const board: Board = boards[name];
  const recipe = join(home, 'build/image');
  await mkdir(out, { recursive: true });
  const packages = packagesOf(board, flavour);
  const debian = await makeRootFilesystem({ ...order, architecture: board.architecture, recipe, packages }, say);
  const version = await versionOf(order);
  const stem = join(out, `kazasu-${name}-${flavour}`);
  const layer = `${stem}.layer`;
  await rm(layer, { recursive: true, force: true });
  try {
    await step(say, `${flavour}: runtime`, () => layOutLayer(order, { board, debian, version, layer }));
    const own = flavour === 'production' ? 'production' : 'bring-up';
    const layers = [join(recipe, 'system'), join(recipe, own), layer];
    await step(say, `${flavour}: slot`, () => makeSlot(debian, layers, epoch, `${stem}.squashfs`));
  } finally {
    await rm(layer, { recursive: true, force: true });
  }
  const image = { flavour, version, slot: `${stem}.squashfs`, disk: `${stem}.img`, bundle: `${stem}.raucb` };
  const grubModules = await grubModulesOf(board, order);
  const diskOrder = { board, slot: image.slot, grub: join(recipe, 'grub.cfg'), grubModules, epoch };
  await step(say, `${flavour}: disk`, () => makeDisk(diskOrder, image.disk));
  const bundle = { slot: image.slot, compatible: compatibleOf(name, flavour), version, keys, epoch };
  await step(say, `${flavour}: update bundle`, () => makeBundle(bundle, image.bundle));
  return { ...image, slotBytes: (await stat(image.slot)).size };
}

const packagesOf = (board: Board, flavour: Flavour): string[] => [
  ...Object.keys(devicePackages),
  ...(flavour === 'headless' ? [] : Object.keys(counterPackages)),
  board.kernel,
];

/** Version of the project and time of the commit (UTC), by which newer and older are told. */
async function versionOf({ home, epoch, flavour, newerBy = 0 }: ImageOrder): Promise<string> {
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  const time = new Date((epoch + newerBy) * 1000).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  return `${version}-${time}${flavour === 'production' ? '' : `.${flavour}`}`;
}

interface LayerParts extends Pick<RuntimeOrder, 'board' | 'debian' | 'version'> {
  /** The folder to lay out. */
  readonly layer: string;
}

/** Everything of ours that does not lie ready in the recipe. */
async function layOutLayer(order: ImageOrder, { board, debian, version, layer }: LayerParts): Promise<void> {
  const { home, flavour, cache, keys } = order;
  const units = join(layer, 'etc/systemd/system');
  for (const folder of ['usr/bin', 'usr/share/kazasu', 'etc/rauc'])
    await mkdir(join(layer, folder), { recursive: true });
  for (const folder of ['pcscd.service.d', 'multi-user.target.wants'])
    await mkdir(join(units, folder), { recursive: true });
  await copyFile(join(home, 'build/systemd/kazasu.service'), join(units, 'kazasu.service'));
  await symlink('../kazasu.service', join(units, 'multi-user.target.wants/kazasu.service'));
  await copyFile(join(home, 'build/systemd/kazasu-pcscd.conf'), join(units, 'pcscd.service.d/kazasu.conf'));
  await copyFile(keys.keyring, join(layer, 'etc/rauc/keyring.pem'));
  await writeFile(join(layer, 'etc/rauc/system.conf'), raucSettings(compatibleOf(order.board, flavour)));
  await writeFile(join(layer, 'usr/share/kazasu/version'), `${version}\n`);
  await cp(await bringNode(board, join(home, 'build/image/node.json'), cache), join(layer, 'usr/bin/node'));
  const { bundles, more } = await bundlesOf(flavour, home);
  await layOutRuntime({ board, home, bundles, more, version, debian, cache }, join(layer, 'opt/kazasu'));
  const foreign = await foreignPrograms(layer, board);
  if (foreign.length > 0) throw imageFault('IMAGE_FOREIGN_PROGRAM', foreign.join(', '));
  await order.spoil?.(layer);
}

/** What runs on the device, freshly bundled: from where in the project to where below /opt/kazasu. */
async function bundlesOf(flavour: Flavour, home: string): Promise<Pick<RuntimeOrder, 'bundles' | 'more'>> {
  // Not bundled into this command: the bundler finds the project by where its own file lies.
  const bundler: typeof import('../bundle.mjs') = await import(join(home, 'build/bundle.mjs'));
  try {
    if (flavour === 'production') {
      const sources = await bundler.bundleProduction('dist/image-production');
      const foreign = sources.filter((file) => /(^|\/)emulated\/|^drivers\/desk\/|^build\/|^test\//.test(file));
      if (foreign.length > 0) throw imageFault('IMAGE_HOLDS_EMULATION', foreign.join(', '));
      return { bundles: { 'dist/image-production': 'dist/production' }, more: [] };
    }
    await bundler.bundleBringUp('dist/image-bring-up');
    const fonts = ['biz-udpgothic', 'noto-sans-jp'].map((font) => `node_modules/@expo-google-fonts/${font}`);
    return { bundles: { 'dist/image-bring-up': 'dist/app' }, more: ['drivers/desk/portraits', ...fonts] };
  } finally {
    await bundler.endBundler();
  }
}

const raucSettings = (compatible: string): string => `# Two slots, chosen by GRUB; see /usr/lib/kazasu/boot-choice.
[system]
compatible=${compatible}
bootloader=custom
bundle-formats=-plain
data-directory=/var/lib/rauc
mountprefix=/run/rauc
max-bundle-download-size=1073741824

[keyring]
path=/etc/rauc/keyring.pem

[handlers]
bootloader-custom-backend=/usr/lib/kazasu/boot-choice
pre-install=/usr/lib/kazasu/pre-install
post-install=/usr/lib/kazasu/post-install

[slot.system.0]
device=/dev/disk/by-partlabel/kazasu-system-a
type=raw
bootname=a

[slot.system.1]
device=/dev/disk/by-partlabel/kazasu-system-b
type=raw
bootname=b
`;

/** GRUB's modules for a board, out of Debian's package for it, kept; the package is not installed, so that any machine builds for any board. */
export async function grubModulesOf(
  { architecture, grub }: Board,
  { epoch, mirror, cache }: Pick<ImageOrder, 'epoch' | 'mirror' | 'cache'>,
): Promise<string> {
  const folder = join(cache, grub.modules);
  const modules = join(folder, 'usr/lib/grub', grub.format);
  if (existsSync(modules)) return modules;
  await mkdir(folder, { recursive: true });
  const tar = join(folder, 'packages.tar');
  await makeDebian({ architecture, packages: [grub.modules], epoch, mirror }, ['--variant=extract'], tar);
  await run('tar', ['xf', tar, '-C', folder, `./usr/lib/grub/${grub.format}`]);
  await rm(tar);
  return modules;
}
