import { useEffect } from 'preact/hooks';

/** So long a finger rests in the corner on purpose, in ms. */
const holdMs = 2000;
/** The corner's size, in rem. */
const cornerRem = 3;

/** Staff hold the upper left corner to open their menu; nothing of it shows. Not while a finger that rests there only listens. */
export function useCornerHold(onHeld: () => void, on: boolean): void {
  useEffect(() => {
    if (!on) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const letGo = () => clearTimeout(timer);
    const touch = ({ clientX, clientY }: PointerEvent) => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      if (Math.max(clientX, clientY) < cornerRem * rem) timer = setTimeout(onHeld, holdMs);
    };
    const ends = ['pointerup', 'pointercancel'] as const;
    addEventListener('pointerdown', touch);
    for (const end of ends) addEventListener(end, letGo);
    return () => {
      letGo();
      removeEventListener('pointerdown', touch);
      for (const end of ends) removeEventListener(end, letGo);
    };
  }, [on]);
}
