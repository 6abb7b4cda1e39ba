/** Times as ratios: the measured code and its peer or minimum run in the same process, best of several. */

/** Returns the milliseconds of the fastest of `times` runs, after one that does not count. */
export function fastest(times: number, run: () => unknown): number {
  run();
  let best = Infinity;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Returns the milliseconds of one run. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Returns `1,234 ms`. */
export function printMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms).toLocaleString('en-US')} ms`;
}

/** Prints a line `what … 12 ms … 3.4 × of peer`. */
export function printRatio(what: string, ms: number, peer: { readonly name: string; readonly ms: number }): void {
  process.stdout.write(
    `  ${what.padEnd(44)} ${printMs(ms).padStart(11)}   ${(ms / peer.ms).toFixed(2)} × ${peer.name}\n`,
  );
}

/** Prints a line `what … 12 ms … remark`. */
export function printLine(what: string, ms: number, remark: string): void {
  process.stdout.write(`${what.padEnd(46)} ${printMs(ms).padStart(11)}   ${remark}\n`);
}
