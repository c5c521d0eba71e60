import { setTimeout as sleep } from 'node:timers/promises';
import { machineFault } from '../machine/faults.ts';
import { type Machine, type MachineOrder, startMachine } from '../machine/machine.ts';
import { bringUpPorts } from '../proof-boot/bring-up.ts';
import { type Asking, openAsking } from '../terminal/asking.ts';

/** A bring-up device that runs, and a terminal at it. */
export interface Device {
  readonly machine: Machine;
  /** Waits until it runs this version and has proved its start; answers 'proved'. Throws MACHINE_SILENT. */
  proved(version: string): Promise<string>;
  /** Waits until it has proved another start on this version, which it ran before. Throws MACHINE_SILENT. */
  provedAgain(version: string): Promise<string>;
  /** Has it install an update from an address; answers `accepted` or the code of the refusal. */
  update(address: string): Promise<string>;
  /** The next fault of an update that it raises. */
  updateFault(): Promise<string>;
  /** Goes through a visit by PIN; answers its verdict. */
  visit(): Promise<string>;
}

const readerName = 'kazasu';

/** Starts a device. `seconds`: patience for each thing that is waited for. */
export async function startDevice(order: Omit<MachineOrder, 'ports'>, seconds: number): Promise<Device> {
  const machine = await startMachine({ ...order, ports: Object.values(bringUpPorts) });
  const connect = () =>
    openAsking({
      url: `mqtt://127.0.0.1:${machine.portOf(bringUpPorts.terminal)}`,
      reader: readerName,
      terminal: 'proof',
    });
  const withTerminal = async <Result>(use: (terminal: Asking) => Promise<Result>): Promise<Result> => {
    const terminal = await connect();
    try {
      return await use(terminal);
    } finally {
      await terminal.close();
    }
  };
  const passed = (version: string) => `SELF_TEST_PASSED ${version.replaceAll('.', '\\.')}`;
  const proved = async (version: string, words: RegExp) => {
    await machine.hear(words, seconds);
    const running = await withTerminal((terminal) => terminal.ask('reader-information', {}));
    if (running.readerInformation?.version !== version)
      throw machineFault('MACHINE_SILENT', `${version}; it runs ${running.readerInformation?.version}`);
    return 'proved';
  };
  let listening: Asking | undefined;
  return {
    machine,
    proved: (version) => proved(version, new RegExp(passed(version))),
    provedAgain: (version) => proved(version, new RegExp(`${passed(version)}[^]*${passed(version)}`)),
    update: async (address) => {
      listening = await connect();
      const reply = await listening.ask('update', { address });
      return reply.accepted ? 'accepted' : (reply.code ?? 'refused');
    },
    updateFault: async () => {
      const terminal = listening;
      if (!terminal) throw machineFault('MACHINE_SILENT', 'an update to fail');
      try {
        return await Promise.race([nextUpdateFault(terminal), tooLate(seconds)]);
      } finally {
        await terminal.close();
      }
    },
    visit: async () => {
      const url = `http://127.0.0.1:${machine.portOf(bringUpPorts.hand)}/visit/pin`;
      const response = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(seconds * 1000) });
      return ((await response.json()) as { verdict: string }).verdict;
    },
  };
}

async function nextUpdateFault(terminal: Asking): Promise<string> {
  for (;;) {
    const { code } = (await terminal.event('fault-raised')).fault;
    if (code.startsWith('UPDATE_')) return code;
  }
}

async function tooLate(seconds: number): Promise<never> {
  await sleep(seconds * 1000, undefined, { ref: false });
  throw machineFault('MACHINE_SILENT', 'a fault of the update');
}
