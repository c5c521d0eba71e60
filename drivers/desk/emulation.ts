import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

/** Brings an emulated world into `folder`, once; later calls, and others at the same time, find it as it is. */
export async function prepareEmulation(folder: string): Promise<Emulation> {
  if (!existsSync(folder)) await makeWorld(folder);
  return { authority: await loadAuthority(join(folder, 'authority')), ...placesIn(folder) };
}

function placesIn(folder: string) {
  const portraits = join(projectHome(), 'drivers/desk/portraits');
  return {
    trust: join(folder, 'trust'),
    pinless: join(folder, 'pinless'),
    card: join(folder, 'card.json'),
    person: join(portraits, 'eileen-collins.jpg'),
    stranger: join(portraits, 'grace-hopper.jpg'),
  };
}

/** Makes it beside its place and moves it there whole: nobody ever finds half of it, or a mixture of two. */
async function makeWorld(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  try {
    const { trust, pinless, card, person } = placesIn(draft);
    const authority = await makeTestAuthority({ now: Date.now() });
    await saveAuthority(join(draft, 'authority'), authority);
    await writeTrustStore(trust, authority);
    await writePinlessKey(pinless, authority);
    const portrait = await readFile(person);
    const specimen = { name: '番号 花子', address: '○○県□□市△△町◇丁目○番地▽▽号', sex: 'female' as const };
    await writeCardFile(card, await makeCard({ authority, portrait, ...specimen, birth: '1980-02-17' }));
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else somebody was faster
  }
}
