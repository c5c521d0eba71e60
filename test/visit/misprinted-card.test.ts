// time limit: 300 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type CardFile, efOf, readCardFile } from '../../drivers/card/emulated/card-file.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite('a card whose printed code is not its own');
let reader: RunningReader;
test.before(async () => {
  reader = await startRunningReader();
});
test.after(() => reader.stop());

/** Tries left on 照合番号B, as the card's file keeps them. */
function triesOf(card: CardFile): number {
  const file = efOf(card, 'visual-inspection', '0012');
  return file?.type === 'credential' ? file.left : Number.NaN;
}

test('[R06] [R17] it costs the card one try and no more, however often it is laid, and the PIN works each time', async () => {
  const card = await reader.makeCard('misprinted', { flaw: 'misprinted' });
  const tries = [{ method: 'face' }, { method: 'pin', pin: '1234' }] as const;
  for (let time = 1; time <= 3; time++) {
    const { verdict, method } = await reader.visit({ card, keep: true, tries });
    assert.equal({ verdict, method }, { verdict: 'verified', method: 'pin' });
    assert.is(triesOf(await readCardFile(card)), 9, `after it was laid for the ${time}. time`);
  }
});

test.run();
