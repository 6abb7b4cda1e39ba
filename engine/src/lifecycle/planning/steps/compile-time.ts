/** The time that a target's server needs to compile a text, as far as this conversation has measured it. */
import { Kept, type Memory } from '../../../base/memory';
import { extraSeconds } from '../../../database/connection/answer-limits';

const slowest = new Kept(() => ({ seconds: 0, length: 1 }));

/** Records a measured time; that of the longest text counts, from which the time of others is estimated. */
export function recordCompileTime(memory: Memory, length: number, ms: number): void {
  const known = memory.of(slowest);
  if (length < known.length) return;
  known.seconds = ms / 1_000;
  known.length = length;
}

/**
 * Returns the seconds that a statement may wait while the server compiles a text: twice the time that was measured, or
 * the estimate by its length if that is longer; 0 for a text that is compiled at once.
 */
export function compileSeconds(memory: Memory, length: number): number {
  const estimated = extraSeconds(length);
  const { seconds, length: measured } = memory.of(slowest);
  const expected = 2 * seconds * (length / measured) ** 2;
  return expected < 1 ? estimated : Math.max(estimated, Math.ceil(expected));
}
