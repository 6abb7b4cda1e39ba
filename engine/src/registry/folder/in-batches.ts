/** Works on many items with as many files open at once as any system allows. */
import { append } from '../../base/long-lists';

/** Runs work in batches; the results are in the order of the items. */
export async function inBatches<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<readonly B[]> {
  const size = 50;
  const done: B[] = [];
  for (let i = 0; i < items.length; i += size) append(done, await Promise.all(items.slice(i, i + size).map(work)));
  return done;
}
