import { useEffect, useState } from 'preact/hooks';

/** Counts up by one every so many ms, if any. */
export function useBeat(ms: number | undefined): number {
  const [beat, setBeat] = useState(0);
  useEffect(() => {
    if (ms === undefined) return;
    const timer = setInterval(() => setBeat((before) => before + 1), ms);
    return () => clearInterval(timer);
  }, [ms]);
  return beat;
}
