import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { whyRefused } from '../../firmware/device/update/why-refused.ts';

const test = suite('why RAUC refused');

/** As RAUC 1.8 wrote them, refusing on our image. */
const said: readonly (readonly [string, string])[] = [
  ['UPDATE_SIGNATURE_WRONG', 'signature verification failed: Verify error: unable to get local issuer certificate'],
  ['UPDATE_SIGNATURE_WRONG', 'signature verification failed: error:1700009E:CMS routines::verification failure'],
  ['UPDATE_NOT_NEWER', 'Pre-install handler error: Child process exited with code 10'],
  ['UPDATE_IN_VISIT', 'Pre-install handler error: Child process exited with code 11'],
  ['UPDATE_FAILED', 'Pre-install handler error: Child process exited with code 1'],
  [
    'UPDATE_FOR_ANOTHER',
    "Installation error: Compatible mismatch: Expected 'kazasu-a' but bundle manifest has 'kazasu-b'",
  ],
  ['UPDATE_DAMAGED', 'Invalid bundle format: Signature size (15980383741129540955) exceeds bundle size'],
  [
    'UPDATE_NO_ROOM',
    'Failed to download bundle http://a/0.raucb: Transfer failed: Failure writing output to destination',
  ],
  ['UPDATE_UNREACHABLE', 'Failed to download bundle http://a/1.raucb: HTTP returned >=400'],
  [
    'UPDATE_UNREACHABLE',
    "Failed to download bundle http://a/x.raucb: Transfer failed: Failed to connect to a port 9 after 1 ms: Couldn't connect to server",
  ],
];

for (const [code, words] of said)
  test(words, () => {
    assert.is(whyRefused(`100% Installing failed.\nLastError: ${words}\nInstalling failed`), code);
  });

test.run();
