import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { terminalEventsOf } from '../../firmware/device/terminal-event.ts';
import type { CertificateSummary } from '../../firmware/flow/types.ts';

const test = suite('what the terminal hears of an event');
const session = 's';
const notAfter = '2031-02-17T14:59:59.000Z';
const certificate = (state: CertificateSummary['state']): CertificateSummary => ({ state, notAfter });

test('[R26] [R27] a card is told with its certificate; one that ends or has ended is warned of beside it', () => {
  for (const state of ['valid', 'ending', 'grace'] as const) {
    const card = { pinless: false, pinTries: 3, certificate: certificate(state) };
    const [read, ...more] = terminalEventsOf({ name: 'card-read', session, card }, 0);
    const about = { session, certificateState: state, certificateNotAfter: notAfter };
    assert.equal(read, { name: 'card-read', data: { ...about, phone: false, pinless: false } });
    assert.equal(more, state === 'valid' ? [] : [{ name: 'certificate-warning', data: about }]);
  }
});

test('[R26] [R27] [R34] of a phone the certificate is not told before its PIN, and warned of after it', () => {
  const card = { phone: true, pinless: false, pinTries: 3 } as const;
  const read = terminalEventsOf({ name: 'card-read', session, card }, 0);
  assert.equal(read, [{ name: 'card-read', data: { session, phone: true, pinless: false } }]);
  const later = (state: CertificateSummary['state']) =>
    terminalEventsOf({ name: 'certificate-read', session, certificate: certificate(state) }, 0).map(({ name }) => name);
  assert.equal(later('valid'), []);
  assert.equal(later('ending'), ['certificate-warning']);
  assert.equal(later('grace'), ['certificate-warning']);
});

test.run();
