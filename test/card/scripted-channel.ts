import { Buffer } from 'node:buffer';
import type { CardChannel } from '../../drivers/card/contract.ts';

/** A channel that answers by a script and remembers: what was sent, and the very Buffers that went through it. */
export interface ScriptedChannel extends CardChannel {
  /** Every command as hex, as it was when it was sent. */
  readonly sent: string[];
  /** The command Buffers themselves, to see what became of them. */
  readonly commands: Buffer[];
  /** The answer Buffers themselves. */
  readonly answers: Buffer[];
}

/** What a card answers to one command in hex: hex too, or an error to throw. */
export type Script = (command: string, index: number) => string | Error;

export function scriptedChannel(script: Script): ScriptedChannel {
  const sent: string[] = [];
  const commands: Buffer[] = [];
  const answers: Buffer[] = [];
  return {
    sent,
    commands,
    answers,
    async transmit(command) {
      const bytes = Buffer.from(command.buffer, command.byteOffset, command.byteLength);
      commands.push(bytes);
      const answer = script(bytes.toString('hex'), sent.push(bytes.toString('hex')) - 1);
      await Promise.resolve();
      if (answer instanceof Error) throw answer;
      const response = Buffer.from(Buffer.alloc(answer.length / 2).fill(answer, 'hex'));
      answers.push(response);
      return response;
    },
    async close() {},
  };
}

/** A card that selects anything, and answers other commands by `rest`. */
export const selecting =
  (rest: Script): Script =>
  (command, index) =>
    command.startsWith('00a4') ? '9000' : rest(command, index);

/** A card with one file, read by READ BINARY in either form. */
export const fileCard = (file: Buffer): Script =>
  selecting((command) => {
    const bytes = Buffer.from(command, 'hex');
    if (command.startsWith('00b0')) {
      const offset = bytes.readUInt16BE(2);
      const data = file.subarray(offset, offset + (bytes[4] || 256));
      return offset >= file.length ? '6b00' : `${data.toString('hex')}9000`;
    }
    if (command.startsWith('00b1')) {
      const offset = bytes.readUIntBE(7, bytes[6] ?? 0);
      const data = file.subarray(offset, offset + 200);
      return `5381${Buffer.from([data.length]).toString('hex')}${data.toString('hex')}9000`;
    }
    return '6d00';
  });

/** Awaits the error of a promise that must fail. */
export async function errorOf(promise: Promise<unknown>): Promise<Error & { code?: string; triesLeft?: number }> {
  const outcome = await promise.then(
    () => new Error('it did not fail'),
    (error: Error) => error,
  );
  return outcome;
}

export const isZero = (buffer: Buffer): boolean => buffer.every((byte) => byte === 0);
