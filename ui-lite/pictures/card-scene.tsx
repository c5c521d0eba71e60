import { useBeat } from './use-beat.ts';

/** What the card does on its bed: it is laid, lies and is read, is taken, or lies there forgotten. */
export type CardMove = 'lay' | 'read' | 'take' | 'forgotten' | 'off';

/** How a card is laid is shown once in so many ms: a motion without end would keep the processor of a resting reader busy. */
const layAgainMs = 12_000;

/** The reader with the card, or a phone, on it, seen from the front. */
export function CardScene({ move, phone }: { move: CardMove; phone?: boolean | undefined }) {
  const beat = useBeat(move === 'lay' ? layAgainMs : undefined);
  return (
    <svg class={`card-scene ${move}`} viewBox="0 0 300 360" aria-hidden="true">
      <rect class="device" x="36" y="16" width="228" height="196" rx="18" />
      <rect class="glass" x="52" y="32" width="196" height="132" rx="6" />
      <circle class="lens" cx="150" cy="188" r="9" />
      <path
        class="device"
        d="M22 236h256a12 12 0 0 1 12 12l8 84a12 12 0 0 1-12 13H14a12 12 0 0 1-12-13l8-84a12 12 0 0 1 12-12Z"
      />
      <path class="bed" d="M66 254h168l8 76H58Z" />
      <path class="beam" d="M60 292h180" />
      <g class="card" key={beat}>
        {phone ? (
          <>
            <path class="paper" d="M83 258h134a6 6 0 0 1 6 6l5 56a6 6 0 0 1-6 6H78a6 6 0 0 1-6-6l5-56a6 6 0 0 1 6-6Z" />
            <path class="photo" d="M92 265h112l5 54H87Z" />
          </>
        ) : (
          <>
            <path class="paper" d="M82 262h136l6 60H76Z" />
            <path class="photo" d="M90 270h38l-2 44H87Z" />
            <path class="line" d="M140 276h62M140 290h66M139 304h46" />
          </>
        )}
      </g>
      {move === 'off' && <path class="cross" d="M108 56l84 84M192 56l-84 84" />}
    </svg>
  );
}
