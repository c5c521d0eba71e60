import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { catalogue } from '../firmware/words/catalogue.ts';
import { tagOf } from '../firmware/words/languages.ts';
import { DisplayPage } from './display-page.tsx';
import { Languages } from './languages.tsx';
import { type Look, looks, useLook } from './look.ts';
import { Sign } from './pictures/sign.tsx';
import { plain, Speaks, usePhrases } from './say.tsx';
import { Screen } from './screens/screen.tsx';
import { useGuide } from './sound/use-guide.ts';
import { Told } from './terminal-says.tsx';
import { useCornerHold } from './use-corner-hold.ts';
import { leave, useView } from './view.ts';

/** At rest, what somebody has chosen and left is forgotten after so long without a touch. */
const forgetAfterMs = 60_000;

/** The whole panel. */
export function Panel() {
  const view = useView();
  const usual: Look = {
    language: view?.page.language ?? 'ja',
    largeText: false,
    highContrast: false,
    lowerHalf: false,
    lessMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
    fixedKeys: view?.page.pinKeys === 'in-order',
    speech: view?.page.speech.on === true,
  };
  const [look, change] = useLook(usual);
  const [display, setDisplay] = useState(false);
  const [StaffMenu, openStaffMenu, closeStaffMenu] = useStaffMenu();
  const { language, speech } = look;
  const eyesFree = useGuide(
    view && {
      language,
      speech,
      screen: display || StaffMenu ? undefined : view.screen,
      hint: view.hint,
      settings: view.page.speech,
    },
  );
  useCornerHold(openStaffMenu, !eyesFree);
  useLookOfDocument(look);
  useForgetting(view?.session === undefined && view !== undefined);
  return (
    <Speaks value={catalogue[look.language]}>
      {StaffMenu ? (
        <StaffMenu onClose={closeStaffMenu} />
      ) : display ? (
        <DisplayPage look={look} onChange={change} onClose={() => setDisplay(false)} />
      ) : (
        <Told.Provider value={view?.message}>
          <Screen view={view} look={look} />
        </Told.Provider>
      )}
      {!display && !StaffMenu && (
        <div class="corner">
          <SpeechButton on={speech} onTap={() => change({ speech: !speech })} />
          <DisplayButton onTap={() => setDisplay(true)} />
        </div>
      )}
      <Languages now={look.language} onTap={(language) => change({ language })} />
    </Speaks>
  );
}

/** The staff menu while it is open: it is loaded then, no patient waits for it. */
function useStaffMenu() {
  const [menu, setMenu] = useState<typeof import('./staff/staff-menu.tsx')>();
  const open = () => {
    // A reader that is gone has no menu either; the page says so by itself.
    import('./staff/staff-menu.tsx').then(setMenu, () => {});
  };
  return [menu?.StaffMenu, open, () => setMenu(undefined)] as const;
}

function DisplayButton({ onTap }: { onTap: () => void }) {
  const { words } = usePhrases();
  return (
    <button type="button" class="display" aria-label={plain(words.display)} data-say="words.display" onClick={onTap}>
      <Sign name="display" />
    </button>
  );
}

function SpeechButton({ on, onTap }: { on: boolean; onTap: () => void }) {
  const { words } = usePhrases();
  return (
    <button
      type="button"
      class="speech"
      aria-label={plain(words.speech)}
      aria-pressed={on}
      data-say="words.speech"
      onClick={onTap}
    >
      <Sign name="speech" />
    </button>
  );
}

/** The style sheet and the browser's voices look at the document's root. */
function useLookOfDocument(look: Look): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = tagOf(look.language);
    root.dataset.language = look.language;
    root.className = looks.filter((name) => look[name]).join(' ');
  });
}

function useForgetting(atRest: boolean): void {
  useEffect(() => {
    if (!atRest) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const touch = () => {
      clearTimeout(timer);
      timer = setTimeout(leave, forgetAfterMs);
    };
    addEventListener('pointerdown', touch);
    return () => {
      removeEventListener('pointerdown', touch);
      clearTimeout(timer);
    };
  }, [atRest]);
}
