import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { BootMoment } from './try-ladder.ts';

/** The machine's running time, the same for all its processes; time asleep counts (CLOCK_BOOTTIME). */
export const bootClock = (): BootMoment => ({
  boot: readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim(),
  uptimeMs: Math.round(uptime() * 1000),
});
