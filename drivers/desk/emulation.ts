import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectHome } from '../../firmware/device/home.ts';
import { loadAuthority, saveAuthority, writePinlessKey, writeTrustStore } from '../card/emulated/authority-files.ts';
import { writeCardFile } from '../card/emulated/card-file.ts';
import { makeCard } from '../card/emulated/maker.ts';
import { makeTestAuthority, type TestAuthority } from '../card/emulated/test-authority.ts';

/** Everything an emulated world needs, in one folder: a test authority, what a reader must trust, and a first card. */
export interface Emulation {
  readonly authority: TestAuthority;
  /** For the setting `trust.store`. */
  readonly trust: string;
  /** For the setting `trust.pinless.folder`. */
  readonly pinless: string;
  /** A card ready to lay; its holder is `person`, its PIN 1234. */
  readonly card: string;
  /** Portrait of the card's holder. */
  readonly person: string;
  /** Portrait of somebody else. */
  readonly stranger: string;
}

/** Brings an emulated world into `folder`, once; later calls find it as it is. */
export async function prepareEmulation(folder: string): Promise<Emulation> {
  const portraits = join(projectHome(), 'drivers/desk/portraits');
  const emulation = {
    trust: join(folder, 'trust'),
    pinless: join(folder, 'pinless'),
    card: join(folder, 'card.json'),
    person: join(portraits, 'eileen-collins.jpg'),
    stranger: join(portraits, 'grace-hopper.jpg'),
  };
  await mkdir(folder, { recursive: true });
  const authority = await authorityOf(folder);
  if (!existsSync(emulation.pinless)) {
    await writeTrustStore(emulation.trust, authority);
    await writePinlessKey(emulation.pinless, authority);
  }
  if (!existsSync(emulation.card)) {
    const portrait = await readFile(emulation.person);
    const specimen = { name: '番号 花子', address: '○○県□□市△△町◇丁目○番地▽▽号', sex: 'female' as const };
    await writeCardFile(emulation.card, await makeCard({ authority, portrait, ...specimen, birth: '1980-02-17' }));
  }
  return { authority, ...emulation };
}

async function authorityOf(folder: string): Promise<TestAuthority> {
  const home = join(folder, 'authority');
  if (existsSync(home)) return loadAuthority(home);
  const authority = await makeTestAuthority({ now: Date.now() });
  await saveAuthority(home, authority);
  return authority;
}
