import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cameraFault } from './faults.ts';
import { type ExposureControl, exposureControl, parseControls } from './v4l2-controls.ts';

const run = promisify(execFile);

/** Longest that one call of v4l2-ctl may take, ms. */
const patienceMs = 1000;

/** Exposes a V4L2 device, through v4l2-ctl (Debian: v4l-utils), while it streams for somebody else. */
export class V4l2Exposure {
  readonly #device: string;
  readonly #program: string;
  /** Read once, when it is first needed. */
  #control: Promise<ExposureControl> | undefined;
  /** What was set last, as long as it is not the usual. */
  #set: ExposureControl | undefined;
  #streaming = false;

  constructor(device: string, program = 'v4l2-ctl') {
    this.#device = device;
    this.#program = program;
  }

  /** Frames come from now on. */
  begin(): void {
    this.#streaming = true;
  }

  /** Frames have ended: the usual exposure again, asked for at once, as the process may be about to end. */
  end(): void {
    this.#streaming = false;
    const control = this.#set;
    this.#set = undefined;
    if (control) this.#write(control, control.usual).catch(() => undefined); // unplugged: nothing is left to restore
  }

  /** Exposes by so many stops against the usual, as near as the device can. Throws CAMERA_EXPOSURE_FIXED. */
  async expose(stops: number): Promise<void> {
    this.#control ??= this.#read();
    const control = await this.#control;
    if (!this.#streaming) return;
    this.#set = control;
    await this.#write(control, control.at(stops));
  }

  async #read(): Promise<ExposureControl> {
    const control = exposureControl(parseControls(await this.#call('--list-ctrls-menus')));
    if (!control) throw cameraFault('CAMERA_EXPOSURE_FIXED', `${this.#device} has no control for it`);
    return control;
  }

  async #write({ name }: ExposureControl, value: number): Promise<void> {
    await this.#call(`--set-ctrl=${name}=${value}`);
  }

  /** What v4l2-ctl answers. */
  async #call(ask: string): Promise<string> {
    const env = { PATH: process.env.PATH, LC_ALL: 'C' };
    try {
      return (await run(this.#program, [`--device=${this.#device}`, ask], { env, timeout: patienceMs })).stdout;
    } catch (cause) {
      const { code, stderr = '' } = cause as { code?: unknown; stderr?: string };
      const why = code === 'ENOENT' ? `${this.#program} is not installed` : stderr.trim().split('\n').at(-1);
      throw cameraFault('CAMERA_EXPOSURE_FIXED', why || `${this.#program} failed`, { cause });
    }
  }
}
