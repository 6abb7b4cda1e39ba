/** The statements of a file that may contain others, so that a `;` need not end them. */
import { kw } from './keywords';
import { op } from './tokens';
import { findWordId, firstWordId } from './vocabulary';

/**
 * Returns true if a statement that begins with these two tokens may have a body: `BEGIN;` and `BEGIN WORK` have none.
 */
export function mayHoldStatements(first: number, second: number): boolean {
  switch (first) {
    case kw.CREATE:
    case kw.ALTER:
    case kw.IF:
    case kw.CASE:
    case kw.LOOP:
    case kw.WHILE:
    case kw.REPEAT:
    case kw.FOR:
    case kw.DECLARE:
      return true;
    case kw.BEGIN:
      return second >= firstWordId && second !== work;
    default:
      return second === op.colon;
  }
}

const work = findWordId('WORK');
