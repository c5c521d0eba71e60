import { type Language, languageNames, languages, tagOf } from '../firmware/words/languages.ts';

/** Every other language, one tap away on every page. */
export function Languages({ now, onTap }: { now: Language; onTap: (language: Language) => void }) {
  return (
    <nav class="languages" aria-label="Language">
      {languages
        .filter((language) => language !== now)
        .map((language) => (
          <button
            type="button"
            key={language}
            data-language={language}
            lang={tagOf(language)}
            onClick={() => onTap(language)}
          >
            {languageNames[language]}
          </button>
        ))}
    </nav>
  );
}
