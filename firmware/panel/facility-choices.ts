import { join } from 'node:path';
import { type Files, replaceFile } from '../../crypto/durable-files.ts';
import { type Language, languages } from '../words/languages.ts';
import { staffFault } from './staff-faults.ts';
import { isVolume } from './staff-order.ts';
import type { PageSettings } from './view.ts';

/** What staff have chosen for the facility at the panel; it comes before the settings and outlives a restart. */
export interface FacilityChoices {
  readonly language?: Language;
  /** Percent. */
  readonly volume?: number;
}

/** What is in force: the choices, and what is set where there is none. */
export const chosenAt = (
  { language, speech }: Pick<PageSettings, 'language' | 'speech'>,
  choices: FacilityChoices,
): Required<FacilityChoices> => ({ language, volume: speech.volume, ...choices });

/** The choices, kept in a folder of their own. */
export interface KeptChoices {
  now(): FacilityChoices;
  /** Keeps them. Throws CHOICES_UNWRITABLE. */
  choose(choices: Required<FacilityChoices>): Promise<void>;
}

/** Reads what is kept; nothing of what cannot be understood, so that a damaged file keeps no reader from starting. */
export async function openChoices(folder: string, files: Files): Promise<KeptChoices> {
  const file = join(folder, 'choices.json');
  let kept = understood(await files.readFile(file, 'utf8').catch(() => '{}'));
  return {
    now: () => kept,
    choose: async (choices) => {
      try {
        await files.mkdir(folder, { recursive: true, mode: 0o700 });
        await replaceFile(files, file, `${JSON.stringify(choices)}\n`);
      } catch (cause) {
        throw staffFault('CHOICES_UNWRITABLE', String(Reflect.get(Object(cause), 'code')), { cause });
      }
      kept = choices;
    },
  };
}

function understood(text: string): FacilityChoices {
  const { language, volume } = Object(parsed(text)) as Record<string, unknown>;
  const known = languages.find((one) => one === language);
  return { ...(known ? { language: known } : {}), ...(isVolume(volume) ? { volume } : {}) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
