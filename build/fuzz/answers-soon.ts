/** Processor time that a parser may take for one input, in seconds: a clock on the wall would tell of other programs' load. */
const usualSeconds = 5;

/** A parser as the fuzzer calls it: an input that keeps it busy for more than `mostSeconds` is a finding too. */
export function answersSoon(
  parse: (data: Buffer) => unknown,
  mostSeconds = usualSeconds,
): (data: Buffer) => Promise<void> {
  return async (data) => {
    const began = process.cpuUsage();
    await parse(data);
    const { user, system } = process.cpuUsage(began);
    const seconds = (user + system) / 1e6;
    if (seconds > mostSeconds) throw new Error(`${seconds.toFixed(1)} s for one input`);
  };
}
