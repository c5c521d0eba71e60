// time limit: 360 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CardFlaw, MakeCardOptions } from '../../drivers/card/emulated/make-card-options.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

/** What an attacker lays on the reader, and the code that refuses it. */
const attacks: Record<
  Exclude<CardFlaw, 'misprinted'>,
  { reason: string; words: string; holder?: Partial<MakeCardOptions> }
> = {
  copied: { reason: 'CARD_COPIED', words: 'a copied surface file without its key' },
  'altered-photo': { reason: 'CARD_FACE_FORGED', words: 'a photo swapped in a genuine file' },
  'altered-print': {
    reason: 'CARD_FACE_ALTERED',
    words: 'a birth era printed that the chip contradicts',
    holder: { birth: '1990-02-17' },
  },
  'unknown-issuer': { reason: 'CARD_ISSUER_UNKNOWN', words: 'a card of an issuer that nobody knows' },
  'forged-issuer': { reason: 'CV_CERTIFICATE_FORGED', words: "an issuer's certificate signed by another key" },
  'expired-chain': { reason: 'CERTIFICATE_CHAIN_EXPIRED', words: 'a certificate of a CA that has ended' },
  'unknown-ca': { reason: 'CERTIFICATE_UNTRUSTED', words: 'a certificate of a CA with the same name and another key' },
};

const test = suite('attacks on the check');
let reader: RunningReader;
test.before(async () => {
  reader = await startRunningReader();
});
test.after(() => reader.stop());

for (const [flaw, { reason, words, holder }] of Object.entries(attacks)) {
  test(`[R02] [R03] ${words} is refused with its own code`, async () => {
    const card = await reader.makeCard(flaw, { flaw: flaw as CardFlaw, ...holder });
    const result = await reader.visit({ card });
    assert.equal([result.verdict, result.reason, result.erased], ['refused', reason, true]);
    assert.is(result.signed, undefined, 'nothing is signed for an attacker');
  });
}

test('a card of another authority altogether is refused', async () => {
  const other = await startRunningReader();
  try {
    const { verdict, reason } = await reader.visit({ card: other.emulation.card });
    assert.equal([verdict, reason], ['refused', 'CERTIFICATE_UNTRUSTED']);
  } finally {
    await other.stop();
  }
});

test.run();
