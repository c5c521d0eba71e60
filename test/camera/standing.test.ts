import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { type Shown, Standing } from '../../drivers/face-camera/emulated/standing.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { portrait } from '../face/support.ts';

const test = suite('who stands before the emulated camera');
const standing = () => new Standing(seededRandom(3));
const somebody = (): Shown => ({ kind: 'living', portrait: portrait('grace-hopper') });

test('a camera that is started anew finds the same one', async () => {
  const [here, who] = [standing(), somebody()];
  assert.is(await here.presentation(who, 'usual'), await here.presentation(who, 'usual'));
});

test('another one is another, and so is the same one in another light', async () => {
  const [here, who] = [standing(), somebody()];
  const before = await here.presentation(who, 'usual');
  assert.is.not(await here.presentation(somebody(), 'usual'), before);
  assert.is.not(await here.presentation(who, 'backlight'), before);
});

test('a portrait that is no picture is refused to each who looks', async () => {
  const here = standing();
  const nobody: Shown = { kind: 'living', portrait: Buffer.from('nobody') };
  for (const look of [1, 2]) {
    try {
      await here.presentation(nobody, 'usual');
      assert.unreachable(`look ${look}`);
    } catch (error) {
      assert.is(error instanceof CodedError && error.code, 'PICTURE_UNREADABLE');
    }
  }
});

test.run();
