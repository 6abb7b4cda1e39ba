/** Detects routines of ORACLE mode, whose variables, cursors and packages follow other rules. */
import type { RuleContext } from './rule';

export function isOracle({ index, source }: RuleContext): boolean {
  return (source.definition.sqlMode ?? index.parserOptions.sqlMode).includes('ORACLE');
}
