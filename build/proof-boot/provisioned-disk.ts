import { cp, mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { partitions } from '../image/disk.ts';
import { run } from '../image/run.ts';
import { copyDisk } from '../machine/copy-disk.ts';

const mib = 2 ** 20;

/**
 * A copy of a production disk with a trust store on its data partition, as a vendor's provisioning would leave it: issuer keys of emulated cards and
 * a CA made here, whose name is that of no test authority. The settings stay those of the image.
 */
export async function provisionedDisk(disk: string, target: string, work: string): Promise<void> {
  await rm(work, { recursive: true, force: true });
  const trust = join(work, 'data/kazasu-settings/trust');
  for (const folder of ['jpki', 'card-issuers']) await mkdir(join(trust, folder), { recursive: true });
  const { trust: emulated } = await prepareEmulation(join(work, 'emulated'));
  await cp(join(emulated, 'card-issuers'), join(trust, 'card-issuers'), { recursive: true });
  const ca = ['-subj', '/C=JP/O=JPKI/OU=user authentication', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', join(work, 'key.pem')];
  await run('openssl', ['req', '-x509', '-days', '3650', ...key, ...ca, '-out', join(trust, 'jpki/ca.pem')]);
  await run('chmod', ['-R', 'u=rwX,go=rX', join(work, 'data')]);
  const image = join(work, 'data.img');
  await writeFile(image, '');
  await truncate(image, partitions.data.size * mib);
  await run('mkfs.ext4', ['-q', '-E', 'root_owner=0:0', '-d', join(work, 'data'), image]);
  await copyDisk(disk, target);
  await run('dd', [`if=${image}`, `of=${target}`, `bs=${mib}`, `seek=${partitions.data.start}`, 'conv=notrunc,sparse']);
  await rm(work, { recursive: true });
}
