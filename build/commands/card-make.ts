import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeCardFile } from '../../drivers/card/emulated/card-file.ts';
import type { CardFlaw, CertificateState, Sex } from '../../drivers/card/emulated/make-card-options.ts';
import { makeCard } from '../../drivers/card/emulated/maker.ts';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { type Command, WrongUse } from './command.ts';
import { oneOf } from './one-of.ts';

const sexes = ['male', 'female', 'not-applicable'] as const;
const certificates = ['valid', 'ending', 'grace', 'past'] as const;
const flaws = [
  'copied',
  'altered-photo',
  'altered-print',
  'misprinted',
  'unknown-issuer',
  'forged-issuer',
  'expired-chain',
  'unknown-ca',
] as const satisfies readonly CardFlaw[];
const kinds = ['my-number-card', 'juki-card', 'android-phone'] as const;

export const cardMake: Command = {
  summary: 'make an emulated My Number Card',
  help: `kazasu card make --out FILE [--portrait FILE] [--name TEXT] [--address TEXT] [--sex SEX] [--birth YYYY-MM-DD]
                 [--issued YYYY-MM-DD] [--pin NNNN] [--security-code NNNN] [--foreign-resident] [--pinless] [--blocked-pin]
                 [--certificate STATE] [--flaw FLAW] [--kind KIND] [--behaviours JSON]

Personalises an emulated card with a test authority of its own (var/emulated); every person on it is fictional.

  --sex          ${sexes.join(', ')}
  --certificate  ${certificates.join(', ')}: where the user-authentication certificate stands today
  --flaw         ${flaws.join(', ')}: what is wrong with the card
  --kind         ${kinds.join(', ')}
  --behaviours   what it does on demand, for example '{"linkKbps":106,"frameDelayMs":1,"signatureMs":350,"pullAtApdu":40}'`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        portrait: { type: 'string' },
        name: { type: 'string', default: '番号 花子' },
        address: { type: 'string', default: '○○県□□市△△町◇丁目○番地▽▽号' },
        sex: { type: 'string', default: 'female' },
        birth: { type: 'string', default: '1980-02-17' },
        issued: { type: 'string' },
        pin: { type: 'string' },
        'security-code': { type: 'string' },
        'foreign-resident': { type: 'boolean', default: false },
        pinless: { type: 'boolean', default: false },
        'blocked-pin': { type: 'boolean', default: false },
        certificate: { type: 'string', default: 'valid' },
        flaw: { type: 'string' },
        kind: { type: 'string', default: 'my-number-card' },
        behaviours: { type: 'string', default: '{}' },
      },
    });
    if (values.out === undefined) throw new WrongUse('say where to write the card: --out FILE');
    const emulation = await prepareEmulation(join(projectHome(), 'var/emulated'));
    const flaw = values.flaw === undefined ? undefined : oneOf('flaw', flaws, values.flaw);
    const card = await makeCard({
      authority: emulation.authority,
      portrait: await readFile(values.portrait ?? emulation.person),
      name: values.name,
      address: values.address,
      sex: oneOf<Sex>('sex', sexes, values.sex),
      birth: values.birth,
      foreignResident: values['foreign-resident'],
      pinless: values.pinless,
      blockedPin: values['blocked-pin'],
      certificate: oneOf<CertificateState>('certificate', certificates, values.certificate),
      kind: oneOf('kind', kinds, values.kind),
      behaviours: behavioursIn(values.behaviours),
      ...(values.issued === undefined ? {} : { issued: values.issued }),
      ...(values.pin === undefined ? {} : { pin: values.pin }),
      ...(values['security-code'] === undefined ? {} : { securityCode: values['security-code'] }),
      ...(flaw === undefined ? {} : { flaw: flaw as CardFlaw }),
    });
    await writeCardFile(values.out, card);
    console.log(`made ${values.out}`);
    return 0;
  },
};

function behavioursIn(text: string): object {
  try {
    return JSON.parse(text);
  } catch {
    throw new WrongUse('--behaviours: not JSON');
  }
}
