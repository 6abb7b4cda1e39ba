/** Strict recogniser of what begins and ends transactions, and of savepoints. */
import { kw } from './keywords';
import type { StrictCursor } from './strict-cursor';

/** Recognises START TRANSACTION; START REPLICA and similar are not checked. */
export function recogniseStart(s: StrictCursor): boolean {
  s.position++;
  switch (s.word()) {
    case 'TRANSACTION':
      s.position++;
      return s.isDone || s.list(recogniseMode);
    case 'SLAVE':
    case 'REPLICA':
    case 'ALL':
    case 'GROUP_REPLICATION':
      return s.acceptRest();
    default:
      return s.fail();
  }
}

/** Recognises READ ONLY, READ WRITE and WITH CONSISTENT SNAPSHOT. */
function recogniseMode(s: StrictCursor): boolean {
  const isRead = s.word() === 'READ';
  if (!isRead && s.id() !== kw.WITH) return s.fail();
  s.position++;
  const [words, length] = isRead ? [['ONLY', 'WRITE'], 1] : [['CONSISTENT'], 2];
  if (!words.includes(s.word())) return s.fail();
  s.position += length;
  return true;
}

/** Recognises SAVEPOINT a and RELEASE SAVEPOINT a. */
export function recogniseSavepoint(s: StrictCursor): boolean {
  if (s.accept(kw.RELEASE) && s.id() !== kw.SAVEPOINT) return s.fail();
  s.position++;
  return s.needNewName();
}

/** Recognises COMMIT and ROLLBACK with WORK, AND [NO] CHAIN, [NO] RELEASE; ROLLBACK also TO [SAVEPOINT] a. */
export function recogniseEnd(s: StrictCursor): boolean {
  const isRollback = s.id() === kw.ROLLBACK;
  s.position++;
  if (s.word() === 'WORK') s.position++;
  if (isRollback && s.word() === 'TO') {
    s.position++;
    s.accept(kw.SAVEPOINT);
    return s.needNewName();
  }
  const goesOn = s.isDone || s.id() === kw.AND || s.word() === 'NO' || s.id() === kw.RELEASE;
  return goesOn ? s.acceptRest() : s.fail();
}
