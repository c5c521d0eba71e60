import { copyFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Board } from './boards.ts';
import { run } from './run.ts';

/** What of the project, its packages and its models a device carries in /opt/kazasu. */
export interface RuntimeOrder {
  readonly board: Board;
  /** The project's folder. */
  readonly home: string;
  /** Bundles to bring: where they lie in the project, and where they go. */
  readonly bundles: Readonly<Record<string, string>>;
  /** More of the project's files and folders to bring, relative to it. */
  readonly more: readonly string[];
  readonly version: string;
  /** Tar file of the device's Debian, whose libraries native modules are linked with. */
  readonly debian: string;
  readonly cache: string;
}

/** Lays out /opt/kazasu in `target`, a folder that is not there yet. */
export async function layOutRuntime(order: RuntimeOrder, target: string): Promise<void> {
  const { home, bundles, more, version } = order;
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'package.json'), JSON.stringify({ name: 'kazasu', version, type: 'module' }));
  const modules = join(target, 'node_modules');
  await cp(await productionPackages(order), modules, { recursive: true, verbatimSymlinks: true });
  await dropForeign(modules, order.board);
  const same = ['models', 'firmware/face/pack.json', ...more].map((path) => [path, path] as const);
  for (const [from, to] of [...same, ...Object.entries(bundles)])
    await cp(join(home, from), join(target, to), { recursive: true });
}

/** The packages that production needs, for the board's processor; kept by the lock file. Answers node_modules. */
async function productionPackages({ board, home, debian, cache }: RuntimeOrder): Promise<string> {
  const folder = join(cache, `packages-${board.cpu}`);
  const lock = await readFile(join(home, 'package-lock.json'), 'utf8');
  const done = join(folder, 'done');
  if ((await readFile(done, 'utf8').catch(() => '')) === lock) return join(folder, 'node_modules');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json', '.npmrc'])
    copyFileSync(join(home, name), join(folder, name));
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const forBoard = ['--os=linux', `--cpu=${board.cpu}`, '--libc=glibc'];
  await run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-fund', '--no-audit', ...forBoard], {
    cwd: folder,
    env,
  });
  await compileCardDriver(board, folder, debian);
  await writeFile(done, lock);
  return join(folder, 'node_modules');
}

/** The one package that brings no compiled module: its addon for PC/SC. */
async function compileCardDriver({ architecture, cpu }: Board, folder: string, debian: string): Promise<void> {
  const triplet = architecture === 'amd64' ? 'x86_64-linux-gnu' : 'aarch64-linux-gnu';
  const libraries = join(folder, 'libraries');
  await mkdir(libraries);
  const library = `./usr/lib/${triplet}/libpcsclite.so.1`;
  await run('tar', ['xf', debian, '-C', libraries, '--wildcards', `${library}*`]);
  await symlink(join(libraries, library), join(libraries, 'libpcsclite.so'));
  const flags = `-ffile-prefix-map=${folder}=.`;
  const env = {
    ...process.env,
    CC: `${triplet}-gcc`,
    CXX: `${triplet}-g++`,
    CFLAGS: flags,
    CXXFLAGS: flags,
    LDFLAGS: `-L${libraries} -Wl,--build-id=none`,
    npm_config_arch: cpu,
  };
  await run('npm', ['rebuild', 'smartcard', '--foreground-scripts'], { cwd: folder, env });
  const build = join(folder, 'node_modules/smartcard/build');
  await cp(join(build, 'Release/smartcard_napi.node'), join(folder, 'smartcard_napi.node'));
  await rm(build, { recursive: true });
  await mkdir(join(build, 'Release'), { recursive: true });
  await cp(join(folder, 'smartcard_napi.node'), join(build, 'Release/smartcard_napi.node'));
}

/** Folders of compiled modules, by the machines that their packages name them for. */
const machines = /^(android|darwin|ios|win32|freebsd|openbsd|linux|musl)([-_+].*)?$/;
const onnxModules = 'onnxruntime-node/bin/napi-v6';

/** Takes out what was compiled for other machines. */
async function dropForeign(modules: string, { cpu }: Board): Promise<void> {
  const folders = (await readdir(modules, { recursive: true })).filter((path) => path.endsWith('/prebuilds'));
  for (const path of [onnxModules, ...folders])
    for (const name of await readdir(join(modules, path)))
      if (machines.test(name) && name !== `linux-${cpu}` && name !== 'linux')
        await rm(join(modules, path, name), { recursive: true });
  const onnx = join(modules, onnxModules, 'linux');
  for (const name of await readdir(onnx)) if (name !== cpu) await rm(join(onnx, name), { recursive: true });
  await rm(join(modules, '.bin'), { recursive: true, force: true });
  await rm(join(modules, '.package-lock.json'), { force: true });
}
