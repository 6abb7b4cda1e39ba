/** Long work in slices, so that the requests that come in meanwhile are never kept waiting. */

/** Milliseconds of work between two looks at the connection. */
const slice = 8;

/** Gives way whenever a slice is used up: `await pause()` after each piece of work. */
export function makePause(): () => Promise<void> {
  let started = performance.now();
  return async () => {
    if (performance.now() - started < slice) return;
    await takeTurn();
    started = performance.now();
  };
}

/** Of this process's one event loop: when the last of those who wait will have their slice. */
// eslint-disable-next-line no-restricted-syntax -- the process has one event loop, whoever works
let lastTurn: Promise<void> = Promise.resolve();

/**
 * One after the other, each behind a gap: where several works are under way, their slices would else follow each other
 * closely, and a message, which takes several turns of the event loop, would wait for all of them in each.
 */
function takeTurn(): Promise<void> {
  lastTurn = lastTurn.then(gap);
  return lastTurn;
}

/** The timer is set only once whoever was let go before has used up a slice; a millisecond holds many turns of the loop. */
function gap(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setTimeout(resolve, 1)));
}

/** What was made to be done in steps, at once. */
export function runThrough<T>(steps: Generator<void, T, undefined>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}
