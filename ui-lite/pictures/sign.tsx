import type { JSX } from 'preact';

const person = (
  <>
    <circle cx="24" cy="16" r="8" />
    <path d="M8 43c0-10 7-15 16-15s16 5 16 15" />
  </>
);

/** Line drawings of 48 by 48. */
const drawings = {
  face: (
    <>
      <path d="M6 15V6h9M33 6h9v9M42 33v9h-9M15 42H6v-9" />
      <ellipse cx="24" cy="24" rx="10" ry="13" />
      <path d="M20 21v1M28 21v1M20 30c2 2 6 2 8 0" />
    </>
  ),
  pin: (
    <>
      <rect x="9" y="4" width="30" height="40" rx="4" />
      <path d="M17 14h.1M24 14h.1M31 14h.1M17 24h.1M24 24h.1M31 24h.1M17 34h.1M24 34h.1M31 34h.1" class="dots" />
    </>
  ),
  visual: person,
  good: (
    <>
      <circle cx="24" cy="24" r="19" />
      <path d="M15 25l6 7 12-15" />
    </>
  ),
  attention: (
    <>
      <path d="M24 5 45 42H3Z" />
      <path d="M24 18v12M24 36v.1" />
    </>
  ),
  hint: (
    <>
      <circle cx="24" cy="24" r="19" />
      <path d="M24 22v12M24 14v.1" />
    </>
  ),
  date: (
    <>
      <rect x="6" y="9" width="36" height="33" rx="3" />
      <path d="M6 19h36M15 4v9M33 4v9M24 25v6l4 3" />
    </>
  ),
  display: (
    <>
      <path d="M4 38 14 12l10 26M8 29h12" />
      <path d="M28 38l6-17 7 17M30.500 32h8" />
    </>
  ),
  speech: (
    <>
      <path d="M6 18h8l11-9v30l-11-9H6Z" />
      <path class="waves" d="M31 17q5 7 0 14M37 11q9 13 0 26" />
    </>
  ),
  stop: (
    <>
      <circle cx="24" cy="24" r="19" />
      <path d="M16 16l16 16M32 16 16 32" />
    </>
  ),
} satisfies Record<string, JSX.Element>;

export type SignName = keyof typeof drawings;

/** A small sign beside words; the words say it too. */
export function Sign({ name }: { name: SignName }) {
  return (
    <svg class="sign" viewBox="0 0 48 48" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}
