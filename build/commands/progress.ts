import type { PanelView } from '../../firmware/panel/view.ts';

/** What each measured step of a check is, in words. */
const stepNames: Record<string, string> = {
  open: 'card opened',
  card: 'certificate and counters read',
  scan: 'printed face scanned',
  issuer: "issuer's certificate read",
  counter: 'counter of 照合番号B read',
  code: '照合番号B accepted',
  photo: 'photo read from the chip',
  genuine: 'card proved its key',
  reference: 'photo proved and its template made',
  live: 'live face captured',
  match: 'faces compared',
  pin: 'PIN submitted',
  sign: 'challenge signed',
};

/** A listener of views that tells each step and screen once, with its time. */
export function tellStages(say: (line: string) => void): (view: PanelView) => void {
  let told = 0;
  let screen = '';
  return (view) => {
    for (const { name, startMs, ms } of view.stages.slice(told))
      say(
        `  ${(stepNames[name] ?? name).padEnd(36)} ${ms.toFixed(0).padStart(6)} ms   done at ${(startMs + ms).toFixed(0)} ms`,
      );
    told = view.stages.length;
    if (view.screen === screen) return;
    screen = view.screen;
    say(`▸ ${screen}${view.trouble ? ` (${view.trouble})` : ''}${view.eligibility ? `: ${view.eligibility}` : ''}`);
  };
}
