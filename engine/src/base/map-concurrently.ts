/** Concurrent work: each worker takes the next item as soon as it is free. */
import { succeed, type Result } from './result';

/** Runs the work. After the first failure no further item is started, and running ones are awaited. */
export async function mapConcurrently<T, E>(
  work: readonly T[],
  workers: number,
  act: (one: T, worker: number) => Promise<Result<void, E>>,
): Promise<Result<void, E>> {
  let next = 0;
  const failures: Result<void, E>[] = [];
  const runWorker = async (worker: number): Promise<void> => {
    for (let one = work[next++]; one !== undefined && failures.length === 0; one = work[next++]) {
      const done = await act(one, worker);
      if (!done.ok) failures.push(done);
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => runWorker(worker)));
  return failures[0] ?? succeed(undefined);
}
