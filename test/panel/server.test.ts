// time limit: 120 s
import { request } from 'node:http';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPanel } from '../../build/visit/panel-client.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import { languages } from '../../firmware/words/languages.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite<{ running: RunningReader; panel: string }>('the panel as it is served');

test.before(async (place) => {
  place.running = await startRunningReader();
  place.panel = place.running.place.panel;
});
test.after((place) => place.running.stop());

/** Status of a request whose Host and Origin are what the test says, as a browser led astray would send them. */
function status(url: string, method: string, headers: Record<string, string>, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers }, (answer) => {
      answer.destroy();
      resolve(answer.statusCode ?? 0);
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

/** Follows the panel; `until` waits for a view, looking at the ones already seen too. */
async function follow(url: string) {
  const views: PanelView[] = [];
  let look = () => {};
  const client = await openPanel(url, (view) => {
    views.push(view);
    look();
  });
  const until = (fits: (view: PanelView) => boolean) =>
    new Promise<PanelView>((resolve) => {
      look = () => {
        const found = views.find(fits);
        if (found) resolve(found);
      };
      look();
    });
  return { ...client, until };
}

test('[R41] the page comes whole from the reader and may load nothing from elsewhere', async ({ panel }) => {
  const page = await fetch(`${panel}/`);
  assert.is(page.status, 200);
  assert.match(page.headers.get('content-type') ?? '', 'text/html');
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.match(policy, "default-src 'self'");
  assert.match(policy, "frame-ancestors 'none'");
  const html = await page.text();
  for (const [, address = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
    const part = await fetch(new URL(address, panel));
    assert.is(part.status, 200, address);
    assert.is(part.headers.get('cache-control'), 'no-store');
    assert.is(part.headers.get('x-content-type-options'), 'nosniff');
    assert.ok((await part.text()).length > 100, address);
  }
});

test('[R44] nothing but the page is served', async ({ panel }) => {
  for (const path of ['/package.json', '/../package.json', '/%2e%2e/reader.js', '/toString'])
    assert.is(await status(panel + path, 'GET', {}), 404, path);
  assert.is(await status(`${panel}/events`, 'DELETE', {}), 404);
});

test('[R40] every phrase has its sound, in every language, and nothing else has one', async ({ panel }) => {
  for (const language of languages) {
    const answer = await fetch(`${panel}/voice/${language}/screens.idle.title`);
    assert.is(answer.headers.get('content-type'), 'audio/wav');
    assert.is(answer.headers.get('cache-control'), 'no-store');
    assert.ok((await answer.arrayBuffer()).byteLength > 10_000, language);
  }
  for (const path of ['ja', 'ja/', 'ja/hello', 'ja/constructor', 'fr/screens.idle.title'])
    assert.is(await status(`${panel}/voice/${path}`, 'GET', {}), 404, path);
});

test('[R41] a foreign page, or a foreign name that leads here, is refused', async ({ panel }) => {
  const { host } = new URL(panel);
  const wish = (headers: Record<string, string>) => status(`${panel}/cancel`, 'POST', headers);
  assert.is(await wish({ Host: host, Origin: 'http://elsewhere.example' }), 403);
  assert.is(await wish({ Host: host, Origin: 'null' }), 403);
  const port = new URL(panel).port;
  const rebound = { Host: `elsewhere.example:${port}`, Origin: `http://elsewhere.example:${port}` };
  assert.is(await wish(rebound), 403);
  assert.is(await status(`${panel}/events`, 'GET', { Host: rebound.Host }), 403, 'nor does it see anything');
  assert.is(await wish({ Host: host, Origin: panel }), 204);
});

test('[R44] a wish that is none is refused and changes nothing', async ({ panel }) => {
  assert.is(await status(`${panel}/dance`, 'POST', {}, '{}'), 400);
  assert.is(await status(`${panel}/choose`, 'POST', {}, '{"method":"staff"}'), 400);
  assert.is(await status(`${panel}/choose`, 'POST', {}, '{"method":'), 400);
  assert.is(await status(`${panel}/choose`, 'POST', {}, `{"method":"face","x":"${'x'.repeat(5000)}"}`), 400);
  const watcher = await follow(panel);
  assert.is((await watcher.until(() => true)).screen, 'idle');
  watcher.close();
});

test('[R40] every page that watches sees the same visit, and one that comes late sees where it is', async ({
  panel,
  running,
}) => {
  const early = await follow(panel);
  const other = await follow(panel);
  await running.desk.hand.ask({ wish: 'lay', file: running.emulation.card });
  const [seen, alsoSeen] = await Promise.all(
    [early, other].map((page) => page.until(({ screen }) => screen === 'choosing')),
  );
  assert.is(seen?.session, alsoSeen?.session);
  assert.equal(seen?.methods, ['face', 'pin']);
  const late = await follow(panel);
  assert.is((await late.until(() => true)).screen, 'choosing');
  other.close();
  await early.wish('/cancel');
  assert.is((await early.until(({ screen }) => screen === 'take-card')).outcome?.verdict, 'cancelled');
  await running.desk.hand.ask({ wish: 'take' });
  await late.until(({ screen, session }) => screen === 'idle' && session === undefined);
  early.close();
  late.close();
});

test('[R42] the PIN pad’s channel is known while the PIN is asked, and serves that check alone', async ({
  panel,
  running,
}) => {
  const page = await follow(panel);
  await running.desk.hand.ask({ wish: 'lay', file: running.emulation.card });
  await page.until(({ screen }) => screen === 'choosing');
  await page.wish('/choose', { method: 'pin' });
  const { channel } = await page.until(({ screen, channel }) => screen === 'pin' && channel !== undefined);
  assert.ok(channel);
  const { url, token } = channel ?? { url: '', token: '' };
  const post = (bearer: string) =>
    fetch(url, { method: 'POST', headers: { Authorization: `Bearer ${bearer}` }, body: '0000' });
  assert.is((await post('00'.repeat(32))).status, 403);
  await page.wish('/cancel');
  await page.until(({ screen }) => screen === 'take-card');
  await running.desk.hand.ask({ wish: 'take' });
  await page.until(({ screen, trouble, session }) => screen === 'idle' && !trouble && session === undefined);
  const later = await post(token).then(
    ({ status: answered }) => answered,
    () => 'nobody listens',
  );
  assert.ok(later === 'nobody listens' || later === 403, `a token of yesterday: ${later}`);
  page.close();
});

test.run();
