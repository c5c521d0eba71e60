import { type SettingSchema, settingAt } from '../../firmware/device/settings-schema.ts';
import type { FoundDevices } from './found-devices.ts';

/** One setting that is asked for. */
export interface Question {
  /** Names with dots. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  /** What may be answered; anything, when there is none. */
  readonly choices: readonly string[];
  /** What an empty line means. */
  readonly proposed: unknown;
  readonly schema: SettingSchema;
}

type Answers = ReadonlyMap<string, unknown>;

/** The questions so far, in their order: later ones depend on the answers to the ones before. */
export function questionsFor(answers: Answers, found: FoundDevices): Question[] {
  const [face, card] = found.cameras;
  const about = (path: string, proposed?: unknown): Question => {
    const schema = settingAt(path.split('.')) ?? {};
    const { title = path, description = '' } = schema;
    return {
      path,
      title,
      description,
      choices: (schema.enum ?? []).map(String),
      proposed: proposed ?? schema.default,
      schema,
    };
  };
  const camera = (which: 'faceCamera' | 'cardCamera', input: string | undefined): Question[] => {
    const driver = `drivers.${which}.driver`;
    const asked = [about(driver, input ? 'ffmpeg' : undefined)];
    if (answers.get(driver) === 'ffmpeg')
      asked.push(about(`drivers.${which}.input`, input), about(`drivers.${which}.size`));
    if (answers.get(driver) === 'module') asked.push(about(`drivers.${which}.module`));
    return asked;
  };
  const reader = found.readers[0];
  const cardDriver = answers.get('drivers.card.driver');
  const board = answers.get('drivers.board.driver');
  return [
    about('reader.name'),
    about('reader.profile'),
    about('drivers.card.driver', reader ? 'pcsc' : undefined),
    ...(cardDriver === 'pcsc' ? [about('drivers.card.reader', reader)] : []),
    ...(cardDriver === 'module' ? [about('drivers.card.module')] : []),
    ...camera('faceCamera', face),
    ...camera('cardCamera', card),
    about('drivers.board.driver', found.serialPorts.length > 0 ? 'firmata' : undefined),
    ...(board === 'firmata'
      ? [about('drivers.board.path', found.serialPorts[0]), about('drivers.board.cameraLight')]
      : []),
    ...(board === 'module' ? [about('drivers.board.module')] : []),
    about('trust.store'),
    about('trust.pinless.implementation'),
    about('panel.language'),
    about('terminal.serial.path'),
  ];
}

/** A line as a setting's value; undefined leaves the setting out. */
export function readAnswer(
  { schema, choices, proposed }: Question,
  line: string,
): { readonly value: unknown } | { readonly problem: string } {
  if (line === '') return { value: proposed };
  if (choices.length > 0)
    return choices.includes(line) ? { value: line } : { problem: `one of: ${choices.join(', ')}` };
  if (schema.type === 'integer' || schema.type === 'number') {
    const value = Number(line);
    return Number.isFinite(value) ? { value } : { problem: 'a number' };
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(line))
    return { problem: `as ${schema.pattern}` };
  return { value: line };
}

/** The answers as the content of a settings file: what has its default is left out. */
export function answersAsSettings(answers: Answers): object {
  const settings: Record<string, unknown> = {};
  for (const [path, value] of answers) {
    const names = path.split('.');
    if (value === undefined || value === settingAt(names)?.default) continue;
    let group: Record<string, unknown> = settings;
    for (const name of names.slice(0, -1)) {
      group[name] ??= {};
      group = group[name] as Record<string, unknown>;
    }
    group[names.at(-1) ?? ''] = value;
  }
  return settings;
}
