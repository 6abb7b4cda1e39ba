/** What PREPARE and EXECUTE IMMEDIATE run, as far as the text says. */
import type { DynamicStatement } from './nodes';
import type { Reading } from './reading';

export function resolveDynamic(_r: Reading): DynamicStatement[] {
  return [];
}
