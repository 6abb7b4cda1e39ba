/** Long work in slices, so that the requests that come in meanwhile are never kept waiting. */

/** Milliseconds of work between two looks at the connection. */
const slice = 8;

/**
 * Gives way whenever a slice is used up: `await pause()` after each piece of work. By a timer: the connection takes a
 * message through several turns of the event loop, and all of them fit into the millisecond that a timer waits.
 */
export function makePause(): () => Promise<void> {
  let started = performance.now();
  return async () => {
    if (performance.now() - started < slice) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
    started = performance.now();
  };
}
