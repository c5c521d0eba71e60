import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { wishOf } from '../../firmware/panel/wishes.ts';

const test = suite('wishes of the page');

const none = { care: false, surgery: false, healthChecks: false };

test('[R20] [R21] what a person can tap is an input of the flow', () => {
  assert.equal(wishOf('/choose', { method: 'face' }), { is: 'choose', method: 'face' });
  assert.equal(wishOf('/choose', { method: 'pin' }), { is: 'choose', method: 'pin' });
  assert.equal(wishOf('/other-method', {}), { is: 'other-method' });
  assert.equal(wishOf('/cancel', {}), { is: 'cancel' });
  assert.equal(wishOf('/consent', { comprehensive: true }), {
    is: 'consent',
    consent: { comprehensive: true, care: true, surgery: true, healthChecks: true },
  });
  assert.equal(wishOf('/consent', { ...none, surgery: true }), {
    is: 'consent',
    consent: { comprehensive: false, ...none, surgery: true },
  });
  assert.equal(wishOf('/consent', { limits: false }), { is: 'consent', consent: { limits: false } });
  assert.equal(wishOf('/consent', { disease: true }), { is: 'consent', consent: { disease: true } });
  assert.equal(wishOf('/register', { wanted: true }), { is: 'register', wanted: true });
  assert.is(wishOf('/register', { wanted: 'yes' }), undefined);
});

test('[R20] a consent that leaves something unsaid is none', () => {
  assert.is(wishOf('/consent', {}), undefined);
  assert.is(wishOf('/consent', { care: true, surgery: true }), undefined);
  assert.is(wishOf('/consent', { ...none, care: 'yes' }), undefined);
  assert.is(wishOf('/consent', { comprehensive: 'true' }), undefined);
});

test('[R44] a page cannot say what only the card, the check or the terminal may', () => {
  for (const path of [
    '/face-matched',
    '/pin-accepted',
    '/staff-confirmed',
    '/facility-password',
    '/signed',
    '/eligibility',
    '/bed',
    '/deadline',
    '/',
    '/constructor',
  ])
    assert.is(wishOf(path, { is: 'face-matched', method: 'face' }), undefined, path);
  for (const body of [undefined, null, 'face', 7, [], { method: 'staff' }, { method: ['face'] }])
    assert.is(wishOf('/choose', body), undefined);
});

test.run();
