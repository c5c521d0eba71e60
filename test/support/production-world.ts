import { X509Certificate } from 'node:crypto';
import { chmod, copyFile, lchown, mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { makeCa } from '../crypto/hostile-chains.ts';

/** A user who may do nothing, but read what lies in this project. */
const nobody = 65534;
const asNobody = [
  ...['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--no-new-privs'],
  ...['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search', '--'],
];

/** What a production start needs: settings with real drivers and closed files of a user of its own, and a trust store without test authority. */
export interface ProductionWorld {
  readonly folder: string;
  readonly settings: string;
  readonly trust: string;
  readonly keyFolder: string;
  /** Comes before a command to run it as the reader's user; empty where this user is no root. */
  readonly asUser: readonly string[];
}

export async function makeProductionWorld(): Promise<ProductionWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-production-'));
  const [trust, keyFolder, settings] = [
    join(folder, 'trust'),
    join(folder, 'device'),
    join(folder, 'device.config.json'),
  ];
  await makeTrust(trust, join(folder, 'emulated'));
  await mkdir(keyFolder, { mode: 0o700 });
  const camera = { driver: 'ffmpeg', input: '/dev/zero' };
  await writeFile(
    settings,
    JSON.stringify({
      drivers: { card: { driver: 'pcsc' }, faceCamera: camera, cardCamera: camera },
      terminal: { mqtt: { listen: { port: 0 } } },
      panel: { port: 0 },
      records: { folder: 'records' },
      device: { folder: 'device' },
      facility: { passwordFolder: 'password' },
      trust: { store: 'trust', pinless: { implementation: 'none' } },
    }),
    { mode: 0o644 },
  );
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) for (const path of [folder, keyFolder]) await lchown(path, nobody, nobody);
  return { folder, settings, trust, keyFolder, asUser: isRoot ? asNobody : [] };
}

/** A CA of no test name, and the roots of cards. */
async function makeTrust(trust: string, emulated: string): Promise<void> {
  const [jpki, issuers] = [join(trust, 'jpki'), join(trust, 'card-issuers')];
  for (const path of [jpki, issuers]) await mkdir(path, { recursive: true });
  const { der } = await makeCa({ name: 'C=JP, O=JPKI, OU=user authentication' });
  await writeFile(join(jpki, 'ca.pem'), new X509Certificate(der).toString(), { mode: 0o644 });
  const world = await prepareEmulation(emulated);
  const source = join(world.trust, 'card-issuers');
  for (const name of await readdir(source)) {
    await copyFile(join(source, name), join(issuers, name));
    await chmod(join(issuers, name), 0o644);
  }
}
