import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { step } from '../../firmware/flow/step.ts';
import type { Incident } from '../../firmware/records/incident.ts';
import { type Command, WrongUse } from './command.ts';

export const replay: Command = {
  summary: 'run a recorded incident again, step by step, and tell whether it comes to the same end',
  help: `kazasu replay FILE [--json]

FILE is a recording of records.incidentFolder: what the reader was told, and when, until a fault or a failed visit; nothing of a person. Its
inputs go through the reader's rules once more. Exit 0 when every step leads where it led then; otherwise the first one that does not is told.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [path] = positionals;
    if (path === undefined) throw new WrongUse('name the recording');
    const report = replayed(incidentOf(await readFile(path, 'utf8'), path), (line) => console.log(line));
    if (values.json) console.log(JSON.stringify(report));
    return report.same ? 0 : 1;
  },
};

function incidentOf(text: string, path: string): Incident {
  const incident: Incident = JSON.parse(text);
  if (incident.format !== 'kazasu incident 1') throw new WrongUse(`${path} is no recording of an incident`);
  return incident;
}

/** Runs it through the flow. `differs`: number of the first step, from 1, that leads elsewhere. */
function replayed({ code, version, begin, steps }: Incident, say: (line: string) => void) {
  say(`${code}, firmware ${version}, ${steps.length} steps`);
  let state: Parameters<typeof step>[1] = begin;
  for (const [at, { atMs, house, input, led }] of steps.entries()) {
    const next = step(house, state, input);
    const effects = next.effects.map(({ do: what }) => what).join(', ');
    say(`${String(atMs).padStart(8)} ms  ${input.is.padEnd(18)} ${state.at} → ${next.state.at}  ${effects}`);
    state = next.state;
    if (state.at === led) continue;
    say(`          it led to ${led} then`);
    return { code, steps: steps.length, same: false, differs: at + 1 };
  }
  const end = 'outcome' in state ? state.outcome.reason : state.at;
  say(`the same end: ${end}`);
  return { code, steps: steps.length, same: true, end };
}
