import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Emulation, prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { ownSettings, startDesk, startReaderProcess } from '../visit/processes.ts';
import { type Try, type VisitPlace, type VisitResult, visit } from '../visit/visit.ts';
import { type Command, WrongUse } from './command.ts';
import { tellStages } from './progress.ts';

export const check: Command = {
  summary: 'one check on emulated devices',
  help: `kazasu check --once [--json] [--card FILE] [--person FILE] [--method METHODS] [--pin PINS]

Starts a reader with an emulated desk, lays a card, plays the patient and the terminal, and tells how it went.

  --once            one visit (the only way there is)
  --json            only one line: a JSON object with verdict, method, reason, stages (ms each), erased
  --card FILE       a card made by 'kazasu card make'; its counters are kept in the file (default: the specimen's card, PIN 1234)
  --person FILE     picture of who stands before the camera (default: the specimen's holder)
  --method METHODS  face or pin; several in the order in which the patient tries them: pin,face (default: face)
  --pin PINS        what the patient types; several for several tries: 0000,1234 (default: 1234)

Exit 0 only when the verdict is verified. Verdicts: verified, refused, cancelled, fault.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        card: { type: 'string' },
        person: { type: 'string' },
        method: { type: 'string', default: 'face' },
        pin: { type: 'string', default: '1234' },
      },
    });
    if (!values.once) throw new WrongUse('say --once');
    const tries = triesOf(values.method, values.pin);
    const result = await checkOnce({ ...values, tries, quiet: values.json });
    console.log(values.json ? JSON.stringify(told(result)) : sentence(result));
    return result.verdict === 'verified' ? 0 : 1;
  },
};

interface Asked {
  readonly card?: string;
  readonly person?: string;
  readonly tries: readonly Try[];
  readonly quiet: boolean;
}

async function checkOnce({ card, person, tries, quiet }: Asked): Promise<VisitResult> {
  const home = projectHome();
  const emulation = await prepareEmulation(join(home, 'var/emulated'));
  const folder = await mkdtemp(join(home, 'var/check-'));
  try {
    const laid = await cardToLay(card, emulation, folder);
    const plan = { ...laid, person: person ?? emulation.person, tries, eligibility: 'valid' as const };
    return await withReader(emulation, folder, (place) =>
      visit(place, plan, quiet ? undefined : tellStages(console.log)),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts desk and reader for one piece of work; both are gone when it is done, however it went. */
async function withReader<T>(
  emulation: Emulation,
  folder: string,
  work: (place: VisitPlace) => Promise<T>,
): Promise<T> {
  const socket = join(folder, 'desk.sock');
  const desk = await startDesk({ socket });
  try {
    const reader = await startReaderProcess(join(projectHome(), 'device.config.json'), ownSettings(folder, emulation));
    try {
      return await work({ ...reader.ready, reader: 'kazasu', desk: desk.hand });
    } finally {
      await reader.stop();
    }
  } finally {
    await desk.stop();
  }
}

/** A card given by the user keeps its counters; the specimen's is a fresh copy each time. */
async function cardToLay(card: string | undefined, emulation: Emulation, folder: string) {
  if (card !== undefined) return { card, keep: true };
  const copy = join(folder, 'card.json');
  await copyFile(emulation.card, copy);
  return { card: copy };
}

function triesOf(methods: string, pins: string): Try[] {
  return methods.split(',').flatMap((method): Try[] => {
    if (method === 'face') return [{ method }];
    if (method === 'pin') return pins.split(',').map((pin) => ({ method, pin: fourDigits(pin) }));
    throw new WrongUse(`--method ${method}: face or pin`);
  });
}

function fourDigits(pin: string): string {
  if (!/^[0-9]{4}$/.test(pin)) throw new WrongUse('--pin: four digits each');
  return pin;
}

function told({ verdict, method, reason, triesLeft, erased, stages, toVerdictMs }: VisitResult) {
  return {
    verdict,
    method,
    reason,
    triesLeft,
    stages: Object.fromEntries(stages.map(({ name, ms }) => [name, Math.round(ms)])),
    toVerdictMs: toVerdictMs === undefined ? undefined : Math.round(toVerdictMs),
    erased,
  };
}

function sentence({ verdict, method, reason, triesLeft, erased }: VisitResult): string {
  const by = method ? ` by ${method}` : '';
  const left = triesLeft === undefined ? '' : `, ${triesLeft} PIN tries left`;
  return `${verdict}${by} (${reason}${left}); ${erased ? 'everything of the person is erased' : 'NOT erased'}`;
}
