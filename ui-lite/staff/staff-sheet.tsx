import type { ComponentChildren } from 'preact';
import { Frame } from '../frame.tsx';

interface StaffSheetOptions {
  readonly title: string;
  /** The way out, in words. */
  readonly leave: string;
  readonly onLeave: () => void;
  readonly children?: ComponentChildren;
}

/** A page of the staff menu, with its way out in the corner. */
export function StaffSheet({ title, leave, onLeave, children }: StaffSheetOptions) {
  return (
    <Frame
      title={title}
      kind="for-staff staff-sheet"
      actions={
        <button type="button" id="staff-leave" onClick={onLeave}>
          {leave}
        </button>
      }
    >
      {children}
    </Frame>
  );
}
