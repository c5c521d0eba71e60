import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Phrase } from '../firmware/words/phrases.ts';
import { Say } from './say.tsx';
import { TerminalSays } from './terminal-says.tsx';

export interface FrameOptions {
  readonly title: Phrase;
  /** To the left of everything. */
  readonly picture?: ComponentChildren;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
  /** Below everything. */
  readonly keyboard?: ComponentChildren;
  /** Named in the style sheet, where a page is laid out in a way of its own. */
  readonly kind?: string;
}

/** One page of the panel: its title, what it shows, what can be tapped. */
export function Frame({ title, picture, children, actions, keyboard, kind = '' }: FrameOptions) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <main class={`frame ${picture ? 'pictured' : ''} ${kind}`}>
      {picture && (
        <div class="picture" aria-hidden="true">
          {picture}
        </div>
      )}
      <h1 ref={heading} tabIndex={-1}>
        <Say phrase={title} />
      </h1>
      <div class="body" role="status">
        {children}
        <TerminalSays />
      </div>
      {actions && <div class="actions">{actions}</div>}
      {keyboard}
    </main>
  );
}

/** A paragraph of the page; nothing for an empty phrase. */
export function Text({ phrase }: { phrase: Phrase }) {
  return phrase ? (
    <p>
      <Say phrase={phrase} />
    </p>
  ) : null;
}
