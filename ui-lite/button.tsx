import type { ComponentChildren } from 'preact';
import type { Phrase } from '../firmware/words/phrases.ts';
import { Say } from './say.tsx';

export interface ButtonOptions {
  readonly phrase: Phrase;
  /** By which tests find it, whatever the language. */
  readonly id?: string;
  /** A word more, smaller. */
  readonly how?: Phrase;
  readonly picture?: ComponentChildren;
  /** What most people want. */
  readonly main?: boolean;
  /** For a choice that stays on or off. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onTap: () => void;
}

/** A button that a finger finds: 15 mm at least on every panel of 5 inches or more. */
export function Button({ phrase, id, how, picture, main, pressed, disabled, onTap }: ButtonOptions) {
  return (
    <button type="button" id={id} class={main ? 'main' : ''} aria-pressed={pressed} disabled={disabled} onClick={onTap}>
      {pressed !== undefined && <span class="tick" aria-hidden="true" />}
      {picture}
      <span class="label">
        <Say phrase={phrase} />
      </span>
      {how !== undefined && (
        <small>
          <Say phrase={how} />
        </small>
      )}
    </button>
  );
}
