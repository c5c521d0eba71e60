import type { StaffPhrases } from '../../firmware/words/staff.ts';

/** Starts what a page of the staff menu is for; once at a time. */
export function StartButton({ words, busy, onTap }: { words: StaffPhrases; busy: boolean; onTap: () => void }) {
  return (
    <div class="tiles">
      <button type="button" class="main" id="staff-start" disabled={busy} onClick={onTap}>
        {words.start}
      </button>
    </div>
  );
}
