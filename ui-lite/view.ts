import { useEffect, useState } from 'preact/hooks';
import type { ServedView } from '../firmware/panel/view.ts';

/** What the reader shows now; undefined until it speaks, and while it is gone. */
export function useView(): ServedView | undefined {
  const [view, setView] = useState<ServedView>();
  useEffect(() => {
    let session: string | undefined;
    const events = new EventSource('/events');
    events.onmessage = ({ data }) => {
      const next: ServedView = JSON.parse(data);
      if (session !== undefined && next.session !== session) {
        events.close();
        return leave();
      }
      session = next.session;
      setView(next);
    };
    events.addEventListener('leave', leave);
    events.onerror = () => setView(undefined);
    return () => events.close();
  }, []);
  return view;
}

const otherName: Record<string, string> = { '127.0.0.1': 'localhost', localhost: '127.0.0.1' };

/**
 * A visit is over: its page goes, and with it all that it held. The reader has two names; to the browser they are two sites, and a page of another
 * site is given another process, so that the old one ends.
 */
export function leave(): void {
  const { protocol, hostname, port } = location;
  location.replace(`${protocol}//${otherName[hostname] ?? hostname}:${port}/`);
}
