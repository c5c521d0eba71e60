import type { Words } from './words.ts';

interface ChoiceOptions {
  readonly words: Words;
  /** What most people want. */
  readonly first?: boolean;
  /** For a choice that stays on or off. */
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

/** One button in both languages. */
export function Choice({ words, first, pressed, onClick }: ChoiceOptions) {
  return (
    <button type="button" class={first ? 'first' : ''} aria-pressed={pressed} onClick={onClick}>
      {pressed === undefined ? '' : pressed ? '☑ ' : '☐ '}
      {words.ja}
      <small lang="en">{words.en}</small>
    </button>
  );
}
