/** The routine that contains a diagnostic. */
import type { SourceRoutine } from '../../analysis/sources/source-index';
import type { FixContext } from './fix';

/** Returns null if it has another code, or is outside all routines. */
export function findSource({ facts, diagnostic }: FixContext, code: string): SourceRoutine | null {
  if (diagnostic.code !== code) return null;
  const { start, end } = diagnostic.span;
  return facts.routines.find(({ span }) => span.start <= start && end <= span.end) ?? null;
}
