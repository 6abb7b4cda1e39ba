/** The decision whether an END after an operand closes a block or is an alias, as the servers read it. */
import { kw } from './keywords';
import type { TokenCursor } from './token-cursor';
import { op } from './tokens';

/**
 * Returns true if END closes a block. The servers read it as an alias wherever no `;` precedes it, as in `SELECT 1
 * end;`. Usually that `;` was forgotten: so it closes a block, unless all blocks are closed without it. The position is
 * at the END.
 */
export function closesBlock(r: TokenCursor): boolean {
  if (r.blocks.length === 0) return false;
  return !r.next(op.semicolon) || !r.rememberInChunk(() => isBalanced(r));
}

/**
 * Returns true if the blocks that are open at this END are closed in the rest of the chunk, with each END after an
 * operand read as an alias.
 */
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

/** The tokens after which a statement begins. */
const openers: ReadonlySet<number> = new Set<number>([
  ...[op.semicolon, op.colon, kw.BEGIN, kw.THEN, kw.ELSE, kw.DO, kw.LOOP, kw.REPEAT],
]);

/** Words that belong to the END before them. */
const endsWith: ReadonlySet<number> = new Set([kw.IF, kw.CASE, kw.LOOP, kw.WHILE, kw.REPEAT, kw.FOR]);
