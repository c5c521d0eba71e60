import { join } from 'node:path';
import type { Logger } from 'pino';
import { systemFiles } from '../../crypto/durable-files.ts';
import { chosenAt, type KeptChoices, openChoices } from '../panel/facility-choices.ts';
import { panelOrigins } from '../panel/origins.ts';
import { PanelServer } from '../panel/server.ts';
import { openVoice } from '../voice/voice.ts';
import type { Settings } from './settings.ts';

/** The panel's page as it is served. */
export interface OpenPage {
  readonly page: PanelServer;
  /** What staff have chosen for it. */
  readonly choices: KeptChoices;
  /** Where it is reached; the first is the one to tell. */
  readonly origins: readonly string[];
}

/** Serves the panel's page, with the facility's language and volume and with its voice. Throws PANEL_UNAVAILABLE. */
export async function openPage({ facility, panel }: Settings, diagnostics: Logger): Promise<OpenPage> {
  const { voicePack, ...speech } = panel.speech;
  const { port, ...forPage } = { ...panel, speech };
  const choices = await openChoices(facility.choicesFolder, systemFiles);
  const page = new PanelServer({
    port,
    folder: join(import.meta.dirname, 'page'),
    page: () => {
      const { language, volume } = chosenAt(forPage, choices.now());
      return { ...forPage, language, speech: { ...speech, volume } };
    },
    voice: await openVoice(voicePack, ({ code, message }) => diagnostics.warn({ code }, message)),
  });
  return { page, choices, origins: panelOrigins(await page.open()) };
}
