import type { PanelView } from '../../firmware/panel/view.ts';
import { sendPin } from '../../ui-lite/patient-channel.ts';

/** The panel as a page sees it: views come, wishes go. */
export interface PanelClient {
  wish(path: string, body?: object): Promise<void>;
  /** Sends four ASCII digits straight to the check process, as the PIN pad does. */
  sendPin(channel: NonNullable<PanelView['channel']>, pin: string): Promise<void>;
  /** Types the facility's password, as staff do; answers whether it may be typed again. */
  sendPassword(password: string): Promise<boolean>;
  close(): void;
}

/** Opens the panel at `url` and tells each view. */
export async function openPanel(url: string, onView: (view: PanelView) => void): Promise<PanelClient> {
  const leave = new AbortController();
  const response = await fetch(`${url}/events`, { signal: leave.signal });
  if (!response.body) throw new Error(`the panel at ${url} sends no views`);
  read(response.body, onView).catch(() => undefined); // ends when the panel or the client leaves
  return {
    wish: async (path, body = {}) => {
      await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    },
    sendPin: async (channel, pin) => {
      await sendPin(channel, new TextEncoder().encode(pin));
    },
    sendPassword: async (password) => {
      return (await fetch(`${url}/facility-password`, { method: 'POST', body: password })).status === 403;
    },
    close: () => leave.abort(),
  };
}

async function read(body: ReadableStream<Uint8Array>, onView: (view: PanelView) => void): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) if (event.startsWith('data: ')) onView(JSON.parse(event.slice('data: '.length)));
  }
}
