/** The routine that a diagnostic lies in. */
import type { SourceRoutine } from '../../analysis/sources/source-index';
import type { FixContext } from './fix';

/** Null where it has another code, or lies outside of all routines. */
export function findSource({ facts, diagnostic }: FixContext, code: string): SourceRoutine | null {
  if (diagnostic.code !== code) return null;
  const { start, end } = diagnostic.span;
  return facts.routines.find(({ span }) => span.start <= start && end <= span.end) ?? null;
}
