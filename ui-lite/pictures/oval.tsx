import type { ComponentChildren } from 'preact';

/** Where the face belongs; `children`: what the camera sees, below the oval. */
export function Oval({ children }: { children?: ComponentChildren }) {
  return (
    <div class="oval">
      {children}
      <svg viewBox="0 0 300 360" aria-hidden="true">
        <path class="veil" fill-rule="evenodd" d="M0 0h300v360H0ZM150 42a98 130 0 1 0 .1 0Z" />
        <ellipse class="rim" cx="150" cy="172" rx="98" ry="130" />
      </svg>
    </div>
  );
}
