import { X509Certificate } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createCardReader } from '../../drivers/card/index.ts';
import { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import type { Command } from './command.ts';

export const cardShow: Command = {
  summary: 'tell what lies on the PC/SC reader: kind, counters, dates; nothing personal',
  help: `kazasu card show [--reader NAME] [--json]

  --reader NAME   a part of the PC/SC reader's name (default: the first one)
  --json          one JSON object`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { reader: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    const driver = values.reader === undefined ? {} : { reader: values.reader };
    const reader = await createCardReader({ driver: 'pcsc', ...driver }, '', systemClock);
    const channel = await reader.open();
    try {
      const card = new MyNumberCard(channel);
      const kind = await card.identify();
      const certificate = new X509Certificate(await card.readUserCertificate());
      const shown = {
        kind,
        pinTries: await card.pinTries(),
        codeBTries: await card.codeBTries(),
        signatureCertificate: await card.hasSignatureCertificate(),
        certificateFrom: new Date(certificate.validFrom).toISOString(),
        certificateUntil: new Date(certificate.validTo).toISOString(),
      };
      if (values.json) console.log(JSON.stringify(shown));
      else for (const [what, found] of Object.entries(shown)) console.log(`${what.padEnd(22)} ${found}`);
      return 0;
    } finally {
      await channel.close();
    }
  },
};
