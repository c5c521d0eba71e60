import type { FlowName } from '../../firmware/flow/state.ts';
import { allowedRequests, unpairedRequests } from '../../firmware/terminal/allowed-requests.ts';
import { terminalFaults } from '../../firmware/terminal/faults.ts';
import { incoming, type RequestName } from '../../firmware/terminal/messages.ts';
import { fieldRows, type Schema } from './fields.ts';
import { type Html, html, page } from './page.ts';

/** The parts of the AsyncAPI document that the reference shows. */
export interface AsyncApi {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: Readonly<Record<string, { readonly protocol: string; readonly description: string }>>;
  readonly channels: Readonly<Record<string, { readonly address: string; readonly description?: string }>>;
  readonly components: {
    readonly messages: Readonly<
      Record<
        string,
        {
          readonly name: string;
          readonly title: string;
          readonly summary: string;
          readonly payload: { readonly schema: { readonly $ref: string } };
        }
      >
    >;
  };
}

const states = Object.keys(allowedRequests) as FlowName[];
const requests = Object.keys(incoming) as RequestName[];
const takes = (state: FlowName, request: string) => (allowedRequests[state] as readonly string[]).includes(request);
const fileOf = (key: string) => `${key}.html`;

/**
 * The reference of the protocol: file name → page; one page for each message, and an index with the table of requests and states.
 * @param readSchema a schema file of the document, parsed
 */
export function reference(document: AsyncApi, readSchema: (ref: string) => Schema): Map<string, string> {
  const shared = (readSchema('./messages/definitions.schema.json') as { $defs?: Record<string, Schema> }).$defs ?? {};
  const { messages } = document.components;
  const pages = new Map([['index.html', indexPage(document)]]);
  for (const key of Object.keys(messages)) pages.set(fileOf(key), messagePage(document, key, readSchema, shared));
  return pages;
}

function indexPage({ info, servers, channels, components }: AsyncApi): string {
  const body = html`<h1>${info.title} ${info.version}</h1>
<p>${info.description}</p>
<h2>Messages</h2>
<table><tr><th>message<th>topic<th>what it says</tr>${Object.entries(components.messages).map(
    ([key, { name, summary }]) => html`
<tr><td><a href="${fileOf(key)}">${name}</a><td><code>${channels[key]?.address ?? ''}</code><td>${summary}</tr>`,
  )}
</table>
<h2>Which request is taken in which state</h2>
<p>In the others it is refused with REQUEST_NOT_ALLOWED_NOW. A terminal that is not paired, where pairing is asked for, may send
${unpairedRequests.join(', ')} alone; anything else is refused with NOT_PAIRED.</p>
<table><tr><th>state${requests.map((name) => html`<th>${name}`)}</tr>${states.map(
    (state) => html`
<tr><th>${state}${requests.map((name) => (takes(state, name) ? html`<td class="yes">✓` : html`<td>`))}</tr>`,
  )}
</table>
<h2>Codes</h2>
<table><tr><th>code<th>at fault<th>what is wrong<th>what to do</tr>${Object.entries(terminalFaults).map(
    ([code, { at, what, next }]) => html`
<tr><td><code>${code}</code><td>${at}<td>${what}<td>${next}</tr>`,
  )}
</table>
<h2>Ways to the reader</h2>
<table>${Object.values(servers).map(
    ({ protocol, description }) => html`
<tr><th>${protocol}<td>${description}</tr>`,
  )}
</table>`;
  return page(info.title, body);
}

function messagePage(
  { channels, components }: AsyncApi,
  key: string,
  readSchema: (ref: string) => Schema,
  shared: Readonly<Record<string, Schema>>,
): string {
  const message = components.messages[key];
  const schema = readSchema(message?.payload.schema.$ref ?? '');
  const rows = fieldRows(schema.properties?.data ?? {}, shared);
  const body = html`<p><a href="index.html">All messages</a>
<h1>${message?.name ?? key}</h1>
<p>${message?.summary ?? ''}</p>
<p>Topic: <code>${channels[key]?.address ?? ''}</code> ${channels[key]?.description ?? ''}</p>
${takenIn(message?.name ?? '')}
<h2>Fields of <code>data</code></h2>
${
  rows.length === 0
    ? html`<p>None.</p>`
    : html`<table><tr><th>field<th>what may stand there<th>must<th>what it means</tr>${rows.map(
        ({ path, type, required, description }) => html`
<tr><td><code>${path}</code><td>${type}<td>${required ? 'yes' : ''}<td>${description}</tr>`,
      )}
</table>`
}
<h2>Example</h2>
<pre>${JSON.stringify(schema.examples?.[0], null, 2)}</pre>`;
  return page(message?.title ?? key, body);
}

function takenIn(type: string): Html {
  const [, request] = /\.request\.(.+)$/.exec(type) ?? [];
  if (request === undefined) return html``;
  return html`<p>Taken in: ${states.filter((state) => takes(state, request)).join(', ')}.</p>`;
}
