import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Board } from '../../drivers/board/contract.ts';
import type { Camera } from '../../drivers/camera/contract.ts';
import type { CardReader } from '../../drivers/card/contract.ts';
import { createByVendor, type DeviceKind, vendorFunctions } from '../../drivers/vendor-module.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { type Finding, runCases, tableOf } from '../conformance/case.ts';
import { deviceKinds } from '../conformance-driver/bench.ts';
import { boardCases } from '../conformance-driver/board-cases.ts';
import { cameraCases } from '../conformance-driver/camera-cases.ts';
import { cardCases } from '../conformance-driver/card-cases.ts';
import { type Command, WrongUse } from './command.ts';

/** No case takes longer, in ms. */
const pace = { usuallyMs: 60_000 };

export const conformanceDriver: Command = {
  summary: "test a vendor's own driver against its contract (npm run conformance:driver)",
  help: `kazasu conformance driver MODULE [--kind card|face-camera|card-camera|board]… [--json]

Loads an ES module and tests each device that it makes: createCardReader (with a card laid on it), createCamera, createBoard. Each is called with
{ kind, clock } and answers what drivers/card/contract.ts, drivers/camera/contract.ts or drivers/board/contract.ts describes.
Exit 0 only when no case failed.

  --kind KIND   this kind alone; may be given more than once (default: all that the module exports)
  --json        the last line is one JSON object: findings by kind, each with id, title, outcome, why`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { kind: { type: 'string', multiple: true }, json: { type: 'boolean', default: false } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new WrongUse('name one module');
    const path = resolve(file);
    const kinds = await kindsOf(path, values.kind);
    const found: Partial<Record<DeviceKind, Finding[]>> = {};
    for (const kind of kinds) {
      found[kind] = await findingsOf(kind, path);
      console.log(`${kind}\n${tableOf(found[kind])}\n`);
    }
    if (values.json) console.log(JSON.stringify(found));
    const passes = Object.values(found).every((findings) => findings.every(({ outcome }) => outcome !== 'failed'));
    // A driver that forgets its signal would keep this command up for ever.
    process.exit(passes ? 0 : 1);
  },
};

async function kindsOf(path: string, asked: readonly string[] | undefined): Promise<readonly DeviceKind[]> {
  const unknown = asked?.find((kind) => !deviceKinds.some((known) => known === kind));
  if (unknown !== undefined) throw new WrongUse(`--kind ${unknown}: one of ${deviceKinds.join(', ')}`);
  if (asked) return deviceKinds.filter((kind) => asked.includes(kind));
  const module = await import(path).catch((error: unknown) => {
    throw new WrongUse(`${path} cannot be loaded: ${error instanceof Error ? error.message : error}`);
  });
  // One camera that serves as both is tested once.
  const kinds = deviceKinds.filter((kind) => kind !== 'card-camera' && vendorFunctions[kind] in module);
  if (kinds.length === 0) throw new WrongUse(`${path} exports none of ${Object.values(vendorFunctions).join(', ')}`);
  return kinds;
}

function findingsOf(kind: DeviceKind, path: string): Promise<Finding[]> {
  const making = <Device>() => ({
    clock: systemClock,
    make: () => createByVendor<Device>(path, kind, systemClock, refuse),
  });
  const everywhere = () => true;
  if (kind === 'card') return runCases(cardCases, making<CardReader>(), everywhere, pace);
  if (kind === 'board') return runCases(boardCases, making<Board>(), everywhere, pace);
  return runCases(cameraCases, making<Camera>(), everywhere, pace);
}

const refuse = (detail: string): never => {
  throw new WrongUse(detail);
};
