/** Detects routines of ORACLE mode, whose variables, cursors and packages follow other rules. */
import type { RuleContext } from './rule';

export function isOracle({ source }: RuleContext): boolean {
  return (source.definition.sqlMode ?? source.parserOptions.sqlMode).includes('ORACLE');
}
