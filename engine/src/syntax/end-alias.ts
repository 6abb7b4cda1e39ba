/** Whether an END behind an operand closes a block, or is the alias that the servers take it for. */
import { kw } from './keywords';
import type { TokenCursor } from './token-cursor';
import { op } from './tokens';

/**
 * To the servers END is an alias wherever no `;` stands before it, as in `SELECT 1 end;`. Mostly that `;` was forgotten: so
 * it closes a block, unless all blocks are closed without it. The position is at the END.
 */
export function closesBlock(r: TokenCursor): boolean {
  if (r.blocks.length === 0) return false;
  return !r.next(op.semicolon) || !r.rememberInChunk(() => isBalanced(r));
}

/** Whether what is open at this END is closed in the rest of the chunk, where each END behind an operand is an alias. */
function isBalanced(r: TokenCursor): boolean {
  const end = r.chunkEnd(r.position);
  let open = r.blocks.length;
  let cases = 0;
  for (let i = r.position + 1; i < end; i++) {
    const begins = cases === 0 && openers.has(r.id(i - 1));
    switch (r.id(i)) {
      case kw.CASE:
        if (begins) open++;
        else cases++;
        break;
      case kw.BEGIN:
      case kw.IF:
      case kw.LOOP:
      case kw.WHILE:
      case kw.REPEAT:
      case kw.FOR:
        if (begins) open++;
        break;
      case kw.END:
        if (cases > 0) cases--;
        else if (begins) {
          open--;
          if (endsWith.has(r.id(i + 1))) i++;
        }
    }
  }
  return open === 0;
}

/** Behind these a statement begins. */
const openers: ReadonlySet<number> = new Set<number>([
  ...[op.semicolon, op.colon, kw.BEGIN, kw.THEN, kw.ELSE, kw.DO, kw.LOOP, kw.REPEAT],
]);

/** Words that belong to the END before them. */
const endsWith: ReadonlySet<number> = new Set([kw.IF, kw.CASE, kw.LOOP, kw.WHILE, kw.REPEAT, kw.FOR]);
