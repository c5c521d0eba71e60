import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createFfmpegCamera } from '../../drivers/camera/ffmpeg.ts';
import { exposureControl, parseControls } from '../../drivers/camera/v4l2-controls.ts';
import { V4l2Exposure } from '../../drivers/camera/v4l2-exposure.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

const test = suite('exposure of V4L2 devices');

/** HD Pro Webcam C920 (github.com/bigtreetech/CB2, issue 128). */
const c920 = `
User Controls

                     brightness 0x00980900 (int)    : min=0 max=255 step=1 default=128 value=128
                       contrast 0x00980901 (int)    : min=0 max=255 step=1 default=128 value=128
                     saturation 0x00980902 (int)    : min=0 max=255 step=1 default=128 value=128
        white_balance_automatic 0x0098090c (bool)   : default=1 value=1
                           gain 0x00980913 (int)    : min=0 max=255 step=1 default=0 value=0
           power_line_frequency 0x00980918 (menu)   : min=0 max=2 default=2 value=2 (60 Hz)
				0: Disabled
				1: 50 Hz
				2: 60 Hz
      white_balance_temperature 0x0098091a (int)    : min=2000 max=6500 step=1 default=4000 value=4000 flags=inactive
                      sharpness 0x0098091b (int)    : min=0 max=255 step=1 default=128 value=128
         backlight_compensation 0x0098091c (int)    : min=0 max=1 step=1 default=0 value=0
`;

/** Raspberry Pi camera module behind bcm2835-v4l2, on a Raspberry Pi OS of 2021; its codec controls left out. */
const raspberryPi = `
User Controls

                     brightness 0x00980900 (int)    : min=0 max=100 step=1 default=50 value=50 flags=slider
                       contrast 0x00980901 (int)    : min=-100 max=100 step=1 default=0 value=0 flags=slider
                  color_effects 0x0098091f (menu)   : min=0 max=15 default=0 value=0
				0: None
				1: Black & White
				2: Sepia
                         rotate 0x00980922 (int)    : min=0 max=360 step=90 default=0 value=0 flags=modify-layout

Camera Controls

                  auto_exposure 0x009a0901 (menu)   : min=0 max=3 default=0 value=0
				0: Auto Mode
				1: Manual Mode
         exposure_time_absolute 0x009a0902 (int)    : min=1 max=10000 step=1 default=1000 value=1000
     exposure_dynamic_framerate 0x009a0903 (bool)   : default=0 value=0
             auto_exposure_bias 0x009a0913 (intmenu): min=0 max=24 default=12 value=12
				0: -4000 (0xfffffffffffff060)
				1: -3667 (0xfffffffffffff1ad)
				2: -3333 (0xfffffffffffff2fb)
				3: -3000 (0xfffffffffffff448)
				4: -2667 (0xfffffffffffff595)
				5: -2333 (0xfffffffffffff6e3)
				6: -2000 (0xfffffffffffff830)
				7: -1667 (0xfffffffffffff97d)
				8: -1333 (0xfffffffffffffacb)
				9: -1000 (0xfffffffffffffc18)
				10: -667 (0xfffffffffffffd65)
				11: -333 (0xfffffffffffffeb3)
				12: 0 (0x0)
				13: 333 (0x14d)
				14: 667 (0x29b)
				15: 1000 (0x3e8)
				16: 1333 (0x535)
				17: 1667 (0x683)
				18: 2000 (0x7d0)
				19: 2333 (0x91d)
				20: 2667 (0xa6b)
				21: 3000 (0xbb8)
				22: 3333 (0xd05)
				23: 3667 (0xe53)
				24: 4000 (0xfa0)
                iso_sensitivity 0x009a0917 (intmenu): min=0 max=4 default=0 value=0
				0: 0 (0x0)
				1: 100000 (0x186a0)
				2: 200000 (0x30d40)
				3: 400000 (0x61a80)
				4: 800000 (0xc3500)
`;

/** A UVC camera of 1280×720 as laptops and kiosks have it. */
const generic = `
User Controls

                     brightness 0x00980900 (int)    : min=0 max=255 step=1 default=128 value=128
                       contrast 0x00980901 (int)    : min=0 max=100 step=1 default=32 value=32
                     saturation 0x00980902 (int)    : min=0 max=100 step=1 default=64 value=64
                            hue 0x00980903 (int)    : min=-180 max=180 step=1 default=0 value=0
        white_balance_automatic 0x0098090c (bool)   : default=1 value=1
                          gamma 0x00980910 (int)    : min=90 max=150 step=1 default=120 value=120
           power_line_frequency 0x00980918 (menu)   : min=0 max=2 default=1 value=1 (50 Hz)
				0: Disabled
				1: 50 Hz
				2: 60 Hz
      white_balance_temperature 0x0098091a (int)    : min=2800 max=6500 step=1 default=4600 value=4600 flags=inactive
                      sharpness 0x0098091b (int)    : min=0 max=7 step=1 default=3 value=3
         backlight_compensation 0x0098091c (int)    : min=0 max=2 step=1 default=1 value=1

Camera Controls

                  auto_exposure 0x009a0901 (menu)   : min=0 max=3 default=3 value=3 (Aperture Priority Mode)
				1: Manual Mode
				3: Aperture Priority Mode
         exposure_time_absolute 0x009a0902 (int)    : min=2 max=1250 step=1 default=156 value=156 flags=inactive
     exposure_dynamic_framerate 0x009a0903 (bool)   : default=0 value=1
                        privacy 0x009a0910 (bool)   : default=0 value=0 flags=read-only
`;

const control = (output: string) => exposureControl(parseControls(output));
const values = (output: string, stops: number[]) => stops.map((each) => control(output)?.at(each));
const every = [-2, -1, -0.3, 0, 0.3, 1, 2];

test('[R18] a Raspberry Pi camera: its own bias, by the thousandths of a stop in its menu', () => {
  assert.is(control(raspberryPi)?.name, 'auto_exposure_bias');
  assert.is(control(raspberryPi)?.usual, 12);
  assert.equal(values(raspberryPi, every), [6, 9, 11, 12, 13, 15, 18]);
});

test('[R18] stops count from where the camera stood, not from its default', () => {
  const moved = raspberryPi.replace('default=12 value=12', 'default=12 value=15');
  assert.equal(values(moved, [-1, 0, 1]), [12, 15, 18]);
});

test('[R18] a C920: backlight compensation, which it has upwards only', () => {
  assert.is(control(c920)?.name, 'backlight_compensation');
  assert.equal(values(c920, every), [0, 0, 0, 0, 0, 1, 1]);
});

test('[R18] a generic UVC camera: backlight compensation, both ways from where it stood', () => {
  assert.equal(values(generic, every), [0, 1, 1, 1, 1, 2, 2]);
});

test('[R18] a camera with brightness alone: half its range', () => {
  const alone = c920.replace(/.*backlight_compensation.*\n/, '');
  assert.is(control(alone)?.name, 'brightness');
  assert.equal(values(alone, [-2, 0, 1, 2]), [64, 128, 160, 192]);
  assert.equal(values(alone.replaceAll('step=1 default=128', 'step=50 default=128'), [2, -2]), [178, 78]);
});

test('a control that cannot be written, has no range or stands outside of it is none', () => {
  for (const flags of ['inactive', 'read-only', 'slider, grabbed'])
    assert.is(control(`brightness 0x00980900 (int) : min=0 max=9 step=1 default=5 value=5 flags=${flags}`), undefined);
  assert.is(control('brightness 0x00980900 (int) : min=5 max=5 step=1 default=5 value=5'), undefined);
  assert.is(control('brightness 0x00980900 (int) : min=0 max=9 step=1 default=5 value=66'), undefined);
  assert.is(control('brightness 0x00980900 (int) : min=0 max=9'), undefined);
  assert.is(control('auto_exposure_bias 0x009a0913 (intmenu): min=0 max=8 default=4 value=4'), undefined, 'no menu');
  assert.equal(parseControls('Cannot open device /dev/video9, exiting.\n\u0000\ufffd'), []);
});

test('[R46] a device that is not there, and a missing v4l2-ctl: a coded error, whatever was asked before', async () => {
  for (const exposure of [new V4l2Exposure('/dev/video-none'), new V4l2Exposure('/dev/null', '/nowhere/v4l2-ctl')]) {
    exposure.begin();
    for (const stops of [1, 0]) {
      const error = await exposure.expose(stops).then(
        () => undefined,
        (refused: unknown) => refused,
      );
      assert.instance(error, CodedError);
      assert.is((error as CodedError).code, 'CAMERA_EXPOSURE_FIXED');
      assert.ok((error as CodedError).detail, 'says why');
    }
    exposure.end();
  }
});

test('[R18] the controls are listed once; what was changed is restored when the frames end, and only then', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'v4l2-test-'));
  const [program, log] = [join(folder, 'v4l2-ctl'), join(folder, 'log')];
  // No test machine has a V4L2 device: this stands for v4l2-ctl before a C920.
  writeFileSync(program, `#!/bin/sh\necho "$2" >>${log}\ncase "$2" in --list*) cat <<'END'\n${c920}END\nesac\n`, {
    mode: 0o755,
  });
  const calls = () => readFileSync(log, 'utf8').trim().split('\n');
  const exposure = new V4l2Exposure('/dev/video0', program);
  await exposure.expose(2);
  assert.equal(calls(), ['--list-ctrls-menus'], 'no frames, nothing to expose');
  exposure.begin();
  await exposure.expose(2);
  await exposure.expose(1.5);
  exposure.end();
  exposure.end();
  const changes = ['=1', '=1', '=0'].map((value) => `--set-ctrl=backlight_compensation${value}`);
  for (let tries = 0; calls().length < 4 && tries < 100; tries++) await new Promise((wake) => setTimeout(wake, 20));
  assert.equal(calls(), ['--list-ctrls-menus', ...changes]);
  rmSync(folder, { recursive: true });
});

test('only a device can be asked: files and network addresses leave it out', () => {
  const camera = (input: string) => createFfmpegCamera({ input, size: '640x480', fps: 15 }, { clock: systemClock });
  assert.type(camera('/dev/video-none').expose, 'function');
  for (const input of ['film.mp4', 'http://127.0.0.1:1/', 'rtsp://127.0.0.1:1/'])
    assert.is(camera(input).expose, undefined);
});

test.run();
