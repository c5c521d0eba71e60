import { Ajv } from 'ajv';
import type { Behaviours } from './behaviours.ts';
import type { CardFile } from './card-file.ts';
import { emulatedCardFault } from './faults.ts';

const text = { type: 'string', maxLength: 1000 };
const efId = { type: 'string', pattern: '^[0-9A-F]{4}$' };
const base64 = { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$' };
const pem = { type: 'string', pattern: '^-----BEGIN ' };
const access = { anyOf: [{ const: 'anyone' }, { type: 'array', items: { anyOf: [efId, { const: 'terminal' }] } }] };
const positive = { type: 'number', exclusiveMinimum: 0 };
const notNegative = { type: 'number', minimum: 0 };
const ordinal = { type: 'integer', minimum: 1 };

const object = (properties: Record<string, unknown>, optional: readonly string[] = []): Record<string, unknown> => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});

const injected = {
  ins: { type: 'string', pattern: '^[0-9A-Fa-f]{2}$' },
  at: ordinal,
  sw: { type: 'string', pattern: '^[0-9A-Fa-f]{4}$' },
  times: ordinal,
};

const behaviourProperties = {
  pullAtApdu: ordinal,
  linkKbps: positive,
  frameDelayMs: notNegative,
  signatureMs: notNegative,
  statusWords: { type: 'array', items: object(injected, ['ins', 'at']) },
  firstApduFails: { type: 'boolean' },
  mute: { type: 'boolean' },
};

const behavioursSchema = object(behaviourProperties, Object.keys(behaviourProperties));

const file = {
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  oneOf: [
    object({ id: efId, type: { const: 'binary' }, content: base64, openedBy: access }),
    object({ id: efId, type: { const: 'records' }, records: { type: 'array', items: base64 }, openedBy: access }),
    object({
      id: efId,
      type: { const: 'credential' },
      value: { type: ['string', 'null'], maxLength: 16 },
      tries: { type: 'integer', minimum: 1, maximum: 15 },
      left: { type: 'integer', minimum: 0, maximum: 15 },
    }),
    object({ id: efId, type: { const: 'key' }, pkcs8: pem, openedBy: access }),
    object({
      id: efId,
      type: { const: 'terminal-root' },
      keyId: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      spki: pem,
    }),
  ],
};

const application = object(
  {
    name: { enum: ['jpki', 'visual-inspection', 'input-support', 'juki', 'common-card'] },
    aid: { type: 'string', pattern: '^([0-9a-f]{2}){5,16}$' },
    defaultKey: efId,
    files: { type: 'array', items: file },
  },
  ['defaultKey'],
);

const printed = object({
  ...Object.fromEntries(
    ['name', 'address', 'sex', 'birth', 'expiry', 'securityCode', 'issuer'].map((key) => [key, text]),
  ),
  pinless: { type: 'boolean' },
  photo: base64,
});

const card = object({
  format: { const: 'kazasu-emulated-card' },
  version: { const: 1 },
  kind: { enum: ['my-number-card', 'juki-card', 'android-phone'] },
  printed,
  atr: { type: 'string', pattern: '^([0-9a-f]{2}){2,33}$' },
  applications: { type: 'array', items: application },
  behaviours: behavioursSchema,
});

const ajv = new Ajv({ discriminator: true, strictTypes: false });
const isCard = ajv.compile<CardFile>(card);
const isBehaviours = ajv.compile<Behaviours>(behavioursSchema);

/** Checks a parsed document. Throws `CARD_DOCUMENT_MALFORMED` with the path inside it and what is wrong there. */
export function checkCardFile(document: unknown): CardFile {
  if (isCard(document)) return document;
  throw emulatedCardFault('CARD_DOCUMENT_MALFORMED', firstOf(isCard.errors));
}

/** Checks behaviours that come from outside. Throws `BEHAVIOURS_REFUSED` with the path and what is wrong there. */
export function checkBehaviours(behaviours: unknown): Behaviours {
  if (isBehaviours(behaviours)) return behaviours;
  throw emulatedCardFault('BEHAVIOURS_REFUSED', firstOf(isBehaviours.errors));
}

const firstOf = (errors: typeof isCard.errors): string => {
  const [error] = errors ?? [];
  const surplus = error?.params.additionalProperty ? `: ${error.params.additionalProperty}` : '';
  return `${error?.instancePath || 'the whole'} ${error?.message ?? ''}${surplus}`;
};
