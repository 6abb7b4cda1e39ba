/** Long work in slices, so that the requests that come in meanwhile are never kept waiting. */

/** Milliseconds of work between two looks at the event loop. */
const slice = 8;

/**
 * Returns a function that yields to other work whenever a slice is used up: `await pause()` after each unit of work.
 */
export function makePause(): () => Promise<void> {
  let started = performance.now();
  return async () => {
    if (performance.now() - started < slice) return;
    await waitForSlice();
    started = performance.now();
  };
}

/** The end of the last slice that is waited for, in this process's only event loop. */
// eslint-disable-next-line no-restricted-syntax -- the process has one event loop, whoever works
let lastSlice: Promise<void> = Promise.resolve();

/**
 * Queues slices with a gap before each. Where several computations are under way, their slices would otherwise follow
 * each other closely, and a message, which takes several rounds of the event loop, would wait for all of them in each.
 */
function waitForSlice(): Promise<void> {
  lastSlice = lastSlice.then(gap);
  return lastSlice;
}

/**
 * Waits at least a millisecond, which holds many rounds of the event loop. The timer starts only when the previous
 * slice is used up.
 */
function gap(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setTimeout(resolve, 1)));
}

/** Runs a generator to its end without a pause and returns its result. */
export function runThrough<T>(steps: Generator<void, T, undefined>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}
