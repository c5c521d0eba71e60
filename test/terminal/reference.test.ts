import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { reference } from '../../build/docs/reference.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { allowedRequests, unpairedRequests } from '../../firmware/terminal/allowed-requests.ts';
import { incoming } from '../../firmware/terminal/messages.ts';

const test = suite('[R30] the reference of the protocol');
const folder = join(projectHome(), 'firmware/terminal');
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const asyncapi = read('asyncapi.json');
const pages = reference(asyncapi, read);

test('has one page for each message, and every link of the index leads to one', () => {
  const keys = Object.keys(asyncapi.components.messages);
  assert.equal([...pages.keys()].sort(), ['index.html', ...keys.map((key) => `${key}.html`)].sort());
  const links = [...(pages.get('index.html') ?? '').matchAll(/href="([^"]+)"/g)].map(([, to]) => to);
  assert.equal(links.sort(), keys.map((key) => `${key}.html`).sort());
});

test('the table marks exactly the requests that a state takes', () => {
  const index = pages.get('index.html') ?? '';
  for (const [state, allowed] of Object.entries(allowedRequests)) {
    const row = new RegExp(`<tr><th>${state}(.*?)</tr>`).exec(index)?.[1] ?? '';
    const marks = [...row.matchAll(/<td( class="yes">✓|>)/g)].map(([, mark]) => mark !== '>');
    assert.equal(
      marks,
      Object.keys(incoming).map((name) => (allowed as readonly string[]).includes(name)),
      state,
    );
  }
});

test('the index names what a terminal may ask that is not paired', () => {
  assert.match(pages.get('index.html') ?? '', `may send\n${unpairedRequests.join(', ')} alone`);
});

test('a page names the fields below others too, and what they may hold', () => {
  const reply = pages.get('reply.html') ?? '';
  assert.match(reply, '<code>statistics.counts[].outcome</code><td>verified | refused | cancelled | fault');
  assert.match(pages.get('mode.html') ?? '', 'normal | visual | system-failure | disaster');
  assert.match(pages.get('restart.html') ?? '', 'Taken in: idle.');
});

test('what stands in a schema cannot break the page', () => {
  const hostile = { ...asyncapi, info: { ...asyncapi.info, title: '<script>"&' } };
  assert.match(reference(hostile, read).get('index.html') ?? '', '<h1>&#60;script&#62;&#34;&#38; ');
});

test.run();
