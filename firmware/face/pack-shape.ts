/** One rule of the manifest's shape: says what is wrong with a value, or nothing. */
type Rule = (value: unknown) => string | undefined;

const text: Rule = (v) => (typeof v === 'string' && v.trim() !== '' ? undefined : 'must be a text');
const truth: Rule = (v) => (typeof v === 'boolean' ? undefined : 'must be true or false');
const sha256: Rule = (v) => (typeof v === 'string' && /^[0-9a-f]{64}$/.test(v) ? undefined : 'must be 64 hex digits');
/** A name in the pack's folder: a pack must not reach out of it. */
const fileName: Rule = (v) =>
  typeof v === 'string' && /^[\w-][\w.-]*$/.test(v) ? undefined : 'must be a file name without folders';
const oneOf =
  (...allowed: unknown[]): Rule =>
  (v) =>
    allowed.includes(v) ? undefined : `must be one of ${allowed.join(', ')}`;
const number =
  (least: number, most: number): Rule =>
  (v) =>
    typeof v === 'number' && v >= least && v <= most ? undefined : `must be a number from ${least} to ${most}`;
const whole =
  (least: number, most: number): Rule =>
  (v) =>
    number(least, most)(v) ?? (Number.isInteger(v) ? undefined : 'must be a whole number');

const list =
  (least: number, most: number, rule: Rule): Rule =>
  (v) => {
    if (!Array.isArray(v) || v.length < least || v.length > most) return `must be a list of ${least} to ${most}`;
    const at = v.findIndex((item) => rule(item));
    return at < 0 ? undefined : `[${at}] ${rule(v[at])}`;
  };

/** May be left out. */
const optional =
  (rule: Rule): Rule =>
  (v) =>
    v === undefined ? undefined : rule(v);

const shape =
  (rules: Readonly<Record<string, Rule>>): Rule =>
  (v) => {
    if (typeof v !== 'object' || v === null || Array.isArray(v)) return 'must be an object';
    for (const [key, rule] of Object.entries(rules)) {
      const wrong = rule((v as Record<string, unknown>)[key]);
      if (wrong) return `${key}${/^(must|\[)/.test(wrong) ? ' ' : '.'}${wrong}`;
    }
    return undefined;
  };

const model = (outputs: number): Rule =>
  shape({
    file: fileName,
    sha256,
    input: shape({
      width: whole(16, 1024),
      height: whole(16, 1024),
      channels: oneOf('rgb', 'bgr', 'grey'),
      subtract: number(-255, 255),
      divide: number(0.001, 1000),
    }),
    outputs: list(outputs, outputs, text),
  });

const weight = number(-1e6, 1e6);

const cue = shape({ usual: weight, spread: weight });

const pack = shape({
  name: text,
  version: text,
  licence: text,
  trainingData: text,
  source: text,
  models: shape({ detect: model(2), landmarks: model(1), feature: model(1) }),
  detection: shape({ leastScore: number(0.01, 0.999), mostOverlap: number(0.05, 0.95) }),
  template: shape({
    length: whole(64, 4096),
    points: list(5, 5, list(2, 2, number(0, 1024))),
    withMirrorImage: truth,
  }),
  quality: shape({
    weights: shape({ base: weight, norm: weight, agreement: weight, detection: weight }),
    least: weight,
  }),
  liveness: optional(
    shape({
      model: model(1),
      boxGrown: number(1, 5),
      cues: shape({ model: cue, border: cue, pattern: cue, colour: cue }),
      most: number(0.1, 1000),
    }),
  ),
  fusedWith: optional(
    shape({ feature: model(1), length: whole(64, 4096), withMirrorImage: truth, weight: number(0.01, 10) }),
  ),
  // A threshold near zero would let nearly everybody pass: a pack that names one is broken.
  threshold: number(0.2, 0.99),
  calibration: shape({ method: text, people: whole(0, 1e9) }),
});

/** What is wrong with a manifest, as `path rule`, or nothing. */
export const faultInPack = (manifest: unknown): string | undefined => pack(manifest);
