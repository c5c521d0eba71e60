import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PanelView } from '../firmware/panel/view.ts';
import { Notice } from './notice.tsx';
import { usePhrases } from './say.tsx';

/** What the terminal has said for the person, on whatever page. */
export const Told = createContext<PanelView['message']>(undefined);

/** R30: the terminal's words, in Japanese for who reads Japanese. */
export function TerminalSays() {
  const message = useContext(Told);
  const japanese = usePhrases().language.startsWith('ja');
  const said = japanese ? (message?.ja ?? message?.en) : (message?.en ?? message?.ja);
  if (said === undefined) return null;
  return (
    <Notice sign="attention">
      <p data-say="aloud.onScreen" lang={said === message?.ja ? 'ja' : 'en'}>
        {said}
      </p>
    </Notice>
  );
}
