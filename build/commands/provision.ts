import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDeviceKey, requestDeviceCertificate } from '../../crypto/device-key.ts';
import { systemFiles as files } from '../../crypto/durable-files.ts';
import { loadTrustStore } from '../../crypto/trust-store.ts';
import { takeIdentity } from '../../firmware/device/life/identity.ts';
import { leadOn, readLife } from '../../firmware/device/life/life.ts';
import { retire } from '../../firmware/device/life/retire.ts';
import { loadSettings, type Settings } from '../../firmware/device/settings.ts';
import { readPack } from '../../firmware/face/pack.ts';
import { installFolder } from '../provision/install-folder.ts';
import { labelOf, labelText } from '../provision/label.ts';
import { makeVendorCa, signRequest } from '../provision/vendor-ca.ts';
import { type Command, WrongUse } from './command.ts';
import { passwordOf } from './password-of.ts';

const settingsHelp = '  --settings FILE   the settings of the device (default: device.config.json)';
const settingsOption = { settings: { type: 'string', default: 'device.config.json' } } as const;
/** What a serial number or a model may be: it stands on a label and in a certificate. */
const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

export const provisionRequest: Command = {
  summary: "make the device's key, and the request for its vendor's certificate",
  help: `kazasu provision request --serial NUMBER --model NAME --out FILE [--settings FILE]

The key is made on the device and never leaves it. The request (PKCS #10, PEM) goes to the vendor's certificate authority.

${settingsHelp}`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { ...settingsOption, serial: { type: 'string' }, model: { type: 'string' }, out: { type: 'string' } },
    });
    const { serial, model, out } = values;
    if (!serial || !model || !out) throw new WrongUse('--serial, --model and --out are needed');
    for (const name of [serial, model])
      if (!nameForm.test(name)) throw new WrongUse(`${name}: letters, digits, . _ -, 32 at most`);
    const { device } = await loadSettings(values.settings);
    await writeFile(out, await requestDeviceCertificate(device.folder, { files, now: Date.now() }, { serial, model }));
    console.log(`request for ${model} ${serial} written to ${out}`);
    return 0;
  },
};

export const provisionCa: Command = {
  summary: "make a vendor's certificate authority for trials, or sign a device's request with it",
  help: `kazasu provision ca --out DIR [--name VENDOR]
kazasu provision ca --sign REQUEST --ca DIR --out FILE

For trials: a vendor's own authority stands in a safe, and signs the same requests.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        name: { type: 'string', default: 'Trial vendor' },
        sign: { type: 'string' },
        ca: { type: 'string' },
      },
    });
    const { out, name, sign, ca } = values;
    if (!out) throw new WrongUse('--out is needed');
    if (sign === undefined) {
      await makeVendorCa(out, name);
      console.log(`authority for trials made in ${out}`);
      return 0;
    }
    if (!ca) throw new WrongUse('--ca is needed');
    await writeFile(out, await signRequest(ca, await readFile(sign, 'utf8')));
    console.log(`certificate written to ${out}`);
    return 0;
  },
};

export const provisionTake: Command = {
  summary: 'take in what the vendor gives the device: certificate, trust stores, model pack; print its label',
  help: `kazasu provision take --certificate FILE --vendor-ca FILE --serial NUMBER --model NAME [--trust DIR] [--pinless DIR] [--pack FILE]
                      [--label FILE] [--settings FILE]

  --certificate FILE   what the authority has made of the request
  --vendor-ca FILE     the authority's own certificate; it also clears an opened case
  --trust DIR          trust store: jpki/*.pem and card-issuers/*.pem, to trust.store
  --pinless DIR        the device's CV certificate and key, to trust.pinless.folder
  --pack FILE          manifest of a recognizer pack, to check.recognizerPack; its folder comes with it
  --label FILE         where the label goes, SVG (default: label.svg)
${settingsHelp}

Each is proved before it takes the place of what was there.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...settingsOption,
        certificate: { type: 'string' },
        'vendor-ca': { type: 'string' },
        serial: { type: 'string' },
        model: { type: 'string' },
        trust: { type: 'string' },
        pinless: { type: 'string' },
        pack: { type: 'string' },
        label: { type: 'string', default: 'label.svg' },
      },
    });
    const { certificate: file, 'vendor-ca': caFile, serial, model } = values;
    if (!file || !caFile || !serial || !model)
      throw new WrongUse('--certificate, --vendor-ca, --serial and --model are needed');
    const settings = await loadSettings(values.settings);
    const { folder } = settings.device;
    const [certificate, vendorCa] = [await readFile(file, 'utf8'), await readFile(caFile, 'utf8')];
    await takeIdentity(folder, files, Date.now(), { certificate, vendorCa, serial, model });
    await takeStores(settings, values);
    await leadOn(folder, files, { state: 'provisioned', serial, model });
    await writeFile(values.label, labelOf({ serial, model, certificate }));
    console.log(`provisioned: ${labelText({ serial, model, certificate })}\nlabel      ${values.label}`);
    return 0;
  },
};

async function takeStores(
  { trust, check }: Settings,
  given: {
    readonly trust?: string | undefined;
    readonly pinless?: string | undefined;
    readonly pack?: string | undefined;
  },
): Promise<void> {
  if (given.trust !== undefined) await installFolder(resolve(given.trust), trust.store, loadTrustStore);
  if (given.pinless !== undefined)
    await installFolder(resolve(given.pinless), trust.pinless.folder, async () => undefined);
  if (given.pack === undefined) return;
  if (check.recognizerPack === undefined)
    throw new WrongUse('--pack: check.recognizerPack is not set, so the device uses its own');
  const [from, to] = [resolve(given.pack), check.recognizerPack];
  if (basename(from) !== basename(to)) throw new WrongUse(`--pack: the settings name it ${basename(to)}`);
  await installFolder(dirname(from), dirname(to), (folder) => readPack(resolve(folder, basename(to))));
}

export const provisionState: Command = {
  summary: 'tell where the device is in its life: delivered, provisioned, installed, retired',
  help: `kazasu provision state [--settings FILE]

One JSON object: state, serial, model, label.

${settingsHelp}`,
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options: settingsOption });
    const { device } = await loadSettings(values.settings);
    const life = await readLife(device.folder, files);
    const { serial, model } = life;
    const named = serial !== undefined && model !== undefined && life.state !== 'retired';
    const label = named
      ? labelText({
          serial,
          model,
          certificate: (await openDeviceKey(device.folder, { files, now: Date.now() })).certificate,
        })
      : undefined;
    console.log(JSON.stringify({ ...life, ...(label ? { label } : {}) }));
    return 0;
  },
};

export const provisionInstall: Command = {
  summary: 'mark a provisioned device as installed at a facility, once the facility has its password',
  help: `kazasu provision install [--settings FILE]

${settingsHelp}`,
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options: settingsOption });
    const { device } = await loadSettings(values.settings);
    if (!(await (await passwordOf(args)).state()).set)
      throw new WrongUse("the facility has no password yet: kazasu password set, or the panel's staff menu");
    const { state, ...identity } = await readLife(device.folder, files);
    await leadOn(device.folder, files, { ...identity, state: 'installed' });
    console.log(`${state} → installed`);
    return 0;
  },
};

export const provisionRetire: Command = {
  summary: 'end the life of a device: all of its facility and its own identity are removed',
  help: `kazasu provision retire --yes [--settings FILE]

The reader must not run. It will never check a card again.

${settingsHelp}`,
  run: async (args) => {
    const options = { ...settingsOption, yes: { type: 'boolean', default: false } } as const;
    const { values } = parseArgs({ args: [...args], options });
    if (!values.yes) throw new WrongUse('--yes is needed: nothing leads back');
    await retire(await loadSettings(values.settings), files);
    console.log('retired');
    return 0;
  },
};
