import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { type StaffPage, type StaffPhrases, staffPages } from '../../firmware/words/staff.ts';
import { Choices } from './choices.tsx';
import type { Desk } from './desk.ts';
import { Events } from './events.tsx';
import { Export } from './export.tsx';
import { FactoryReset } from './factory-reset.tsx';
import { Health } from './health.tsx';
import { Pairing } from './pairing.tsx';
import { Password } from './password.tsx';
import { Restart } from './restart.tsx';
import { SelfCheck } from './self-check.tsx';
import { StaffSheet } from './staff-sheet.tsx';

/** What every page of the menu gets. */
export interface StaffPageOptions {
  readonly desk: Desk;
  readonly words: StaffPhrases;
  readonly onBack: () => void;
}

const pages: Readonly<Record<StaffPage, ComponentType<StaffPageOptions>>> = {
  health: Health,
  events: Events,
  'self-check': SelfCheck,
  restart: Restart,
  choices: Choices,
  export: Export,
  password: Password,
  pairing: Pairing,
  'factory-reset': FactoryReset,
};

interface MenuOptions extends Omit<StaffPageOptions, 'onBack'> {
  readonly onClose: () => void;
}

/** The pages of the staff menu, a button each. */
export function Menu({ desk, words, onClose }: MenuOptions) {
  const [open, setOpen] = useState<StaffPage>();
  const Page = open && pages[open];
  if (Page) return <Page desk={desk} words={words} onBack={() => setOpen(undefined)} />;
  return (
    <StaffSheet title={words.menu} leave={words.close} onLeave={onClose}>
      <div class="tiles five">
        {staffPages.map((name) => (
          <button type="button" key={name} id={`staff-${name}`} onClick={() => setOpen(name)}>
            {words.pages[name]}
          </button>
        ))}
      </div>
    </StaffSheet>
  );
}
