/** The share of statements with possible column names that the column reader can read. */
import { Memory } from '../../engine/src/base/memory';
import { loadColumnReader } from '../../engine/src/analysis/columns/column-reader';
import { takeApart } from '../../engine/src/analysis/columns/statement-queries';
import { makeRoutineBody } from '../../engine/src/analysis/program/routine-body';
import { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import type { Judged } from './compare-texts';
import { printCase, Tally } from './tally';

/** Counts the statements with a query or a table. */
export async function compareColumns(judged: readonly Judged[]): Promise<Tally> {
  const tally = new Tally({ title: 'of statements give their columns', goal: 99, others: '96.7; –' });
  const reader = await loadColumnReader({ memory: new Memory() });
  for (const { sample, options, verdict } of judged) {
    if (verdict.kind !== 'accepted') continue;
    const { text, routines } = new SourceIndex(options).update('sample.sql', sample.text);
    for (const source of routines) {
      const program = makeRoutineBody(source);
      const unread = new Set(reader.read(source, null).unread.map(({ start }) => start));
      for (const stretch of program.ranges) {
        if (takeApart(program.tokens, stretch)?.queries.length === 0) continue;
        const { start, end } = stretch.span;
        tally.add(!unread.has(start), () => printCase(sample.place, 'not read', text.slice(start, end)));
      }
    }
  }
  return tally;
}
