/** Solves (XᵀX) w = Xᵀy by elimination; centred first, for the detector's scores all lie near 1. */
export function leastSquares(rows: readonly { x: readonly number[]; y: number }[]): number[] {
  const width = rows[0]?.x.length ?? 0;
  const mean = (of: (row: { x: readonly number[]; y: number }) => number) =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const means = Array.from({ length: width }, (_, k) => mean(({ x }) => x[k] ?? 0));
  const meanY = mean(({ y }) => y);
  const system = Array.from({ length: width - 1 }, (_, i) => {
    const di = (x: readonly number[]) => (x[i + 1] ?? 0) - (means[i + 1] ?? 0);
    const left = Array.from({ length: width - 1 }, (_, j) =>
      mean(({ x }) => di(x) * ((x[j + 1] ?? 0) - (means[j + 1] ?? 0))),
    );
    return [...left, mean(({ x, y }) => di(x) * (y - meanY))];
  });
  for (let pivot = 0; pivot < width - 1; pivot++) {
    const lead = system[pivot] as number[];
    for (const row of system) {
      if (row === lead) continue;
      const factor = (row[pivot] ?? 0) / (lead[pivot] ?? 1);
      for (let k = pivot; k < width; k++) row[k] = (row[k] ?? 0) - factor * (lead[k] ?? 0);
    }
  }
  const slopes = system.map((row, index) => (row[width - 1] ?? 0) / (row[index] ?? 1));
  const base = meanY - slopes.reduce((sum, slope, k) => sum + slope * (means[k + 1] ?? 0), 0);
  return [base, ...slopes];
}
