import { parseArgs } from 'node:util';
import { type DeliveryReport, proveDelivery } from '../proof/delivery.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';

export const proofDelivery: Command = {
  summary: 'prove by power cuts that every verdict and consent reaches the terminal',
  help: `kazasu proof delivery [--kills N] [--json]

Patients come without a pause to three readers (by PIN, with consents) on one mosquitto, which one terminal serves. N times (default 200) the power
of a reader or of the broker is cut (SIGKILL) at a random moment, and comes back. Every verdict and consent that stands in a reader's operation log
must have been heard by the terminal, under one id; at each cut, and at the end, everything that the readers wrote is looked through for name,
address, birth date, 照合番号B, My Number, photo, the card's certificate, and the name that the terminal told.

Exit 0 only when nothing is missing, nothing came under two ids, nothing personal was found, the outboxes are empty and the logs' chains hold.
Needs mosquitto (Debian's package).`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { kills: { type: 'string', default: '200' }, json: { type: 'boolean', default: false } },
    });
    const report = await proveDelivery(count('kills', values.kills), console.error);
    const holds = holdsOf(report);
    for (const line of linesOf(report)) console.log(line);
    console.log(holds ? 'everything has arrived' : 'it does not hold');
    if (values.json) console.log(JSON.stringify({ ...report, holds }));
    return holds ? 0 : 1;
  },
};

function holdsOf({ logged, missing, twice, personal, control, left, logsHold }: DeliveryReport): boolean {
  const nothing = [missing, twice, personal].every(({ length }) => length === 0);
  return nothing && logged.verdicts > 0 && logged.consents > 0 && control.length > 0 && left === 0 && logsHold;
}

const linesOf = ({ cuts, logged, heard, missing, twice, files, personal, control, left, logsHold }: DeliveryReport) => [
  `power cuts    ${cuts.reader} of readers, ${cuts.broker} of the broker`,
  `logged        ${logged.verdicts} verdicts, ${logged.consents} consents`,
  `heard         ${heard.verdicts} verdicts, ${heard.consents} consents; ${heard.again} came again under their id`,
  `missing       ${missing.join(', ') || 'none'}`,
  `two ids       ${twice.join(', ') || 'none'}`,
  `files         ${files} looked through; of a person: ${personal.join(', ') || 'nothing'} (in the card itself: ${control.join(', ')})`,
  `outboxes      ${left} messages left`,
  `logs          ${logsHold ? 'the chains hold' : 'a chain is broken'}`,
];
