/** The ways to ask a sequence for a value (MariaDB): NEXT VALUE FOR s, NEXTVAL(s), and s.NEXTVAL in ORACLE mode. */
import { kw } from './keywords';
import { wordIds, type TokenCursor } from './token-cursor';
import { op } from './tokens';

const functions = wordIds('NEXTVAL LASTVAL SETVAL');

/** Reads what names a sequence, where the word at the position asks for its value. False, without moving, elsewhere. */
export function readSequence(r: TokenCursor): boolean {
  if (r.options.dialect !== 'mariadb') return false;
  const index = r.position;
  const id = r.id(index);
  if (id === kw.NEXT || id === kw.PREVIOUS) {
    return r.id(index + 1) === kw.VALUE && r.id(index + 2) === kw.FOR && readName(r, index + 3);
  }
  if (r.id(index + 1) === op.openParenthesis) {
    if (!functions.has(id) || !readName(r, index + 2)) return false;
    r.position = index + 1; // SETVAL has more to read between its parentheses
    return true;
  }
  return r.oracle && r.id(index + 1) === op.dot && readBeforeDot(r);
}

function readName(r: TokenCursor, index: number): boolean {
  if (!r.isName(index)) return false;
  r.position = index;
  const name = r.readQualifiedName();
  if (name !== null) r.refer('read', name);
  return true;
}

/** Reads `s.NEXTVAL` and `schema.s.NEXTVAL`. */
function readBeforeDot(r: TokenCursor): boolean {
  const first = r.position;
  if (isValue(r, first + 4)) return readName(r, first);
  if (!isValue(r, first + 2)) return false;
  const name = r.name(first);
  r.refer('read', { schema: null, name, span: name.span });
  r.position++;
  return true;
}

function isValue(r: TokenCursor, index: number): boolean {
  return r.isAfterDot(index) && (r.isWord(index, 'NEXTVAL') || r.isWord(index, 'CURRVAL'));
}
