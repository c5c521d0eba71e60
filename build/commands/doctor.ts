import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { examine } from '../../firmware/device/health/examine.ts';
import type { HealthPoint } from '../../firmware/device/health/point.ts';
import { loadSettings } from '../../firmware/device/settings.ts';
import type { Command } from './command.ts';
import { productionReader } from './production-reader.ts';
import { watchFaults } from './watch-faults.ts';

export const doctor: Command = {
  summary: 'tell of each point whether it is as it should be, and the mend; watch faults live',
  help: `kazasu doctor [--production] [--json] [--watch] [--settings FILE]

Looks at the process, the settings and the machine, point by point, and says what to do where one fails. Points marked * are
those without which a production start is refused. Exit 0 when all pass.

  --production      look at the production build, started as a device starts it, instead of this development build
  --json            one JSON array: name, what, pass, found, mend, demanded
  --watch           then show the faults of the running reader as they come and go, until Ctrl-C
  --settings FILE   the settings (default: device.config.json)`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        production: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        watch: { type: 'boolean', default: false },
        settings: { type: 'string', default: 'device.config.json' },
      },
    });
    const points = values.production ? await examineProduction(values.settings) : await examine(values.settings);
    if (values.json) console.log(JSON.stringify(points));
    else for (const point of points) console.log(lineOf(point));
    if (values.watch) await watchFaults(await loadSettings(values.settings), console.log);
    return points.every(({ pass }) => pass) ? 0 : 1;
  },
};

async function examineProduction(settings: string): Promise<readonly HealthPoint[]> {
  const args = [...productionReader(settings), '--examine'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

const lineOf = ({ name, what, pass, found, mend, demanded }: HealthPoint): string =>
  `${pass ? 'pass' : 'FAIL'} ${demanded ? '*' : ' '} ${name.padEnd(18)} ${what}${pass ? '' : `\n         found: ${found}\n         mend: ${mend}`}`;
