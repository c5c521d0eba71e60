import { Buffer } from 'node:buffer';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CardFile } from '../../drivers/card/emulated/card-file.ts';
import { efOf, readCardFile, withContent, writeCardFile } from '../../drivers/card/emulated/card-file.ts';
import {
  loadAuthority,
  saveAuthority,
  writePinlessKey,
  writeTrustStore,
} from '../../drivers/card/emulated/test-authority.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { authority, codeOf, content, made } from './support.ts';

const test = suite<{ folder: string }>('the card`s file and the authority`s');
const card = await made({ behaviours: { linkKbps: 106, statusWords: [{ ins: '20', sw: '6F00', times: 1 }] } });

test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'card-file-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

test('a card comes back from its file as it was, readable by its owner only', async ({ folder }) => {
  const path = join(folder, 'card.json');
  await writeCardFile(path, card);
  await writeCardFile(path, card); // over an older one
  assert.equal(await readCardFile(path), card);
  assert.is((await stat(path)).mode & 0o777, 0o600);
  assert.equal(await readdir(folder), ['card.json']);
});

test('a file that is missing, no JSON, or no card is refused with the place', async ({ folder }) => {
  const path = join(folder, 'card.json');
  assert.is(await codeOf(() => readCardFile(path)), 'CARD_DOCUMENT_UNREADABLE');
  await writeFile(path, 'not JSON');
  assert.is(await codeOf(() => readCardFile(path)), 'CARD_DOCUMENT_MALFORMED');
  type Change = (document: Record<string, unknown> & CardFile) => void;
  const changes: [string, Change][] = [
    ['version', (document) => Object.assign(document, { version: 2 })],
    ['kind', (document) => Object.assign(document, { kind: 'loyalty-card' })],
    [
      '/applications/0/files',
      (document) => Object.assign(document.applications[0]?.files[0] ?? {}, { content: '***' }),
    ],
    ['/printed', (document) => Object.assign(document, { printed: { ...document.printed, photo: 7 } })],
    ['/behaviours', (document) => Object.assign(document, { behaviours: { linkKbps: -1 } })],
    ['/behaviours', (document) => Object.assign(document, { behaviours: { pulAtApdu: 3 } })],
  ];
  for (const [place, change] of changes) {
    const document = structuredClone(card) as Record<string, unknown> & CardFile;
    change(document);
    await writeFile(path, JSON.stringify(document));
    try {
      await readCardFile(path);
      assert.unreachable(place);
    } catch (error) {
      assert.instance(error, CodedError);
      assert.is((error as CodedError).code, 'CARD_DOCUMENT_MALFORMED');
      assert.ok((error as CodedError).detail?.includes(place), `${place}: ${(error as CodedError).detail}`);
    }
  }
});

test('a file that cannot be written is said so, and leaves nothing behind', async ({ folder }) => {
  assert.is(await codeOf(() => writeCardFile(join(folder, 'no-such', 'card.json'), card)), 'CARD_DOCUMENT_UNWRITABLE');
  assert.equal(await readdir(folder), []);
});

test('an altered copy leaves its original alone', async () => {
  const altered = withContent(card, 'jpki', '0008', Buffer.from([1, 2, 3]));
  assert.equal([...content(altered, 'jpki', '0008')], [1, 2, 3]);
  assert.equal([...content(card, 'jpki', '0008')], [0x8f, 0x8f, 0]);
  assert.is(await codeOf(() => withContent(card, 'jpki', '0018', Buffer.alloc(1))), 'CARD_ATTRIBUTES_REFUSED');
  assert.is(efOf(card, 'jpki', '0FFF'), undefined);
});

test('an authority comes back from its folder, private keys shut to others', async ({ folder }) => {
  await saveAuthority(folder, authority);
  assert.equal(await loadAuthority(folder), authority);
  assert.is((await stat(join(folder, 'authority.json'))).mode & 0o777, 0o600);
  assert.is(await codeOf(() => loadAuthority(join(folder, 'none'))), 'AUTHORITY_UNREADABLE');
  await writeFile(join(folder, 'authority.json'), '{}');
  assert.is(await codeOf(() => loadAuthority(folder)), 'AUTHORITY_UNREADABLE');
});

test('the trust store holds public keys only, card issuers under their key id', async ({ folder }) => {
  await writeTrustStore(folder, authority);
  assert.equal((await readdir(folder)).sort(), ['card-issuers', 'jpki']);
  assert.equal(await readdir(join(folder, 'card-issuers')), [`${authority.cardRoot.keyId}.pem`]);
  assert.is((await readdir(join(folder, 'jpki'))).length, 2);
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!entry.endsWith('.pem')) continue;
    const text = await readFile(join(folder, entry), 'utf8');
    assert.match(text, /^-----BEGIN (CERTIFICATE|PUBLIC KEY)-----/, entry);
    assert.not.match(text, /PRIVATE/, entry);
  }
});

test('the terminal`s certificate and key are what a reader without PIN needs', async ({ folder }) => {
  await writePinlessKey(folder, authority);
  assert.is((await readFile(join(folder, 'terminal.cvc'))).toString('hex', 0, 5), '7f21820233');
  assert.match(await readFile(join(folder, 'terminal-key.pem'), 'utf8'), /^-----BEGIN PRIVATE KEY-----/);
  assert.is((await stat(join(folder, 'terminal-key.pem'))).mode & 0o777, 0o600);
});

test.run();
