/** Rows that may be more than one answer may hold, read in pages by a number that grows. */
import { fail, succeed, type Result } from '../base/result';
import { limitErrors, rejectAnswer } from './connection/answer-limits';
import type { Row, ServerError } from './connection/session';

export interface Paging {
  readonly pageSize: number;
  /** The column that the pages are in the order of; a server that does not keep it is not believed. */
  readonly by: string;
  /** Beyond that a server is taken for one that never ends. */
  readonly mostRows: number;
}

/** Reads rows page by page. `readPage` returns the first `pageSize` rows after the number. */
export async function readPages(
  { pageSize, by, mostRows }: Paging,
  readPage: (behind: number) => Promise<Result<readonly Row[], ServerError>>,
): Promise<Result<readonly Row[], ServerError>> {
  const found: Row[] = [];
  for (let behind = -1; ;) {
    const page = await readPage(behind);
    if (!page.ok) return page;
    for (const row of page.value) found.push(row);
    if (page.value.length < pageSize) return succeed(found);
    const last = Number(page.value.at(-1)?.[by]);
    if (!(last > behind)) return fail(rejectAnswer(limitErrors.unexpected));
    if (found.length >= mostRows) return fail(rejectAnswer(limitErrors.tooManyRows({ rows: mostRows })));
    behind = last;
  }
}
