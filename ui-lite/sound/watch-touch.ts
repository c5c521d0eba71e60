import { dueAt, type Meaning, type Touch, type Touching, touched } from './touch-rules.ts';

const ends = ['pointerup', 'pointercancel'] as const;

/** Staff type as ever, whoever stands before the panel. */
const staffsOwn = '.keyboard';

/**
 * Listens to the fingers on the glass; answers how to stop. While `taken()` a tap does nothing by itself: only what `onMeaning` makes of it.
 */
export function watchTouch(onMeaning: (meaning: Meaning) => void, taken: () => boolean): () => void {
  let touching: Touching = {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fingers = new Set<number>();
  const take = (touch: Touch) => {
    const [after, meaning] = touched(touching, touch);
    touching = after;
    clearTimeout(timer);
    const due = dueAt(after);
    if (due !== undefined) {
      const wait = Math.max(0, due - performance.now());
      timer = setTimeout(() => take({ is: 'later', at: performance.now() }), wait);
    }
    if (meaning) onMeaning(meaning);
  };
  const told = (is: 'down' | 'move' | 'up') => (event: PointerEvent) => {
    if (is === 'down' && isStaffs(event)) return;
    if (is === 'down') fingers.add(event.pointerId);
    else if (!fingers.has(event.pointerId)) return;
    if (is === 'up') fingers.delete(event.pointerId);
    take({ is, at: event.timeStamp, x: event.clientX, y: event.clientY, fingers: fingers.size });
  };
  const [down, move, up] = [told('down'), told('move'), told('up')];
  const click = (event: MouseEvent) => {
    if (!event.isTrusted || !taken() || isStaffs(event)) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  };
  addEventListener('pointerdown', down);
  addEventListener('pointermove', move);
  for (const end of ends) addEventListener(end, up);
  addEventListener('click', click, { capture: true });
  return () => {
    clearTimeout(timer);
    removeEventListener('pointerdown', down);
    removeEventListener('pointermove', move);
    for (const end of ends) removeEventListener(end, up);
    removeEventListener('click', click, { capture: true });
  };
}

const isStaffs = ({ target }: Event): boolean => target instanceof Element && target.closest(staffsOwn) !== null;
