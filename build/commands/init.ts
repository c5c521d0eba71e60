import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { checkSettings } from '../../firmware/device/settings-check.ts';
import { foundDevices } from '../init/found-devices.ts';
import { answersAsSettings, type Question, questionsFor, readAnswer } from '../init/questions.ts';
import { type Command, WrongUse } from './command.ts';

export const init: Command = {
  summary: 'make a settings file by asking',
  help: `kazasu init [--out FILE] [--force]

Asks for what a reader on this machine needs, one question a line, with what the settings schema says of each; Enter takes what stands in
brackets. Devices that are plugged in are proposed. From a pipe: one answer a line. What is not asked keeps its default.

  --out FILE   where it is written (default: device.config.json)
  --force      over a file that is there`,
  run: async (args) => {
    const options = {
      out: { type: 'string', default: 'device.config.json' },
      force: { type: 'boolean', default: false },
    } as const;
    const { values } = parseArgs({ args: [...args], options });
    const file = resolve(values.out);
    if (existsSync(file) && !values.force) throw new WrongUse(`${file} is there; --force writes over it`);
    const answers = await askAll(await foundDevices());
    const settings = answersAsSettings(answers);
    const verdict = checkSettings(settings, dirname(file));
    if (!verdict.ok) {
      for (const { path, found, allowed } of verdict.problems)
        console.error(`${path}: found ${found}; allowed: ${allowed}`);
      return 1;
    }
    await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o644 });
    console.log(`\n${await readFile(file, 'utf8')}\nwritten to ${file}\nnext: kazasu bringup --settings ${values.out}`);
    return 0;
  },
};

/** Asks question after question; what is asked next depends on the answers. A wrong answer is asked once more, from a pipe it ends. */
async function askAll(found: Awaited<ReturnType<typeof foundDevices>>): Promise<Map<string, unknown>> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const answers = new Map<string, unknown>();
  for (let asked = 0; ; asked += 1) {
    const question = questionsFor(answers, found)[asked];
    if (!question) return answers;
    answers.set(question.path, await ask(question, lines));
  }
}

async function ask(question: Question, lines: AsyncIterator<string>): Promise<unknown> {
  for (;;) {
    const { title, description, choices, proposed } = question;
    console.log(`\n${title}${choices.length > 0 ? ` (${choices.join(' | ')})` : ''}\n  ${description}`);
    process.stdout.write(`  [${proposed ?? ''}] `);
    const { value, done } = await lines.next();
    const answer = readAnswer(question, done ? '' : value.trim());
    if ('value' in answer) return answer.value;
    console.log(`  ${answer.problem}`);
    if (done || !process.stdin.isTTY) throw new WrongUse(`${question.path}: ${answer.problem}`);
  }
}
