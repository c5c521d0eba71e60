import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { familyOf } from '../../build/visit/process-family.ts';

/** A process and everything that it starts, remembered while it lives, so that what outlives it can be named. */
export interface WatchedFamily {
  /** The programs seen so far, by name, sorted. */
  programs(): string[];
  /** Those that still live, as `PID NAME`; looked for again and again until there are none, `ms` at most. */
  leftAfter(ms: number): Promise<string[]>;
}

interface Member {
  readonly pid: number;
  readonly name: string;
  /** Clock ticks since boot: tells a process from a later one with the same number. */
  readonly born: string;
}

const lookMs = 80;

/** Watches the family of `pid` until `leftAfter` is asked. */
export function watchFamily(pid: number): WatchedFamily {
  const seen = new Map<string, Member>();
  const living = () => [...seen.values()].filter((member) => memberOf(member.pid)?.born === member.born);
  const look = () => {
    const parents = memberOf(pid) ? [pid] : living().map((orphan) => orphan.pid);
    for (const member of parents.flatMap(familyOf).map(memberOf)) {
      if (member) seen.set(`${member.pid} ${member.born}`, member);
    }
  };
  look();
  const looking = setInterval(look, lookMs);
  return {
    programs: () => [...seen.values()].map(({ name }) => name).sort(),
    leftAfter: async (ms) => {
      for (let waited = 0; ; waited += lookMs) {
        look(); // an orphan may have started another meanwhile
        const left = living();
        if (left.length > 0 && waited < ms) await delay(lookMs);
        else {
          clearInterval(looking);
          return left.map(({ pid: who, name }) => `${who} ${name}`);
        }
      }
    },
  };
}

/** proc(5), `/proc/PID/stat`; undefined when it is gone, or dead and only not yet fetched by its parent. */
function memberOf(pid: number): Member | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? undefined : { pid, name, born: rest[18] ?? '' };
  } catch {
    return undefined;
  }
}
