import { useEffect, useState } from 'preact/hooks';
import type { StaffReport } from '../../firmware/panel/staff-report.ts';
import type { Desk } from './desk.ts';

/** What stands on a page is asked for again so often, in ms. */
const againMs = 2000;

/** How the reader is now; a code when it is not told. */
export function useReport(desk: Desk): { report?: StaffReport; code?: string } {
  const [told, setTold] = useState<{ report?: StaffReport; code?: string }>({});
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const answer = await desk.report().catch(() => undefined); // the reader is gone: it is asked again
      if (answer) setTold('done' in answer ? { report: answer.done } : answer);
      timer = setTimeout(look, againMs);
    };
    void look();
    return () => clearTimeout(timer);
  }, [desk]);
  return told;
}
