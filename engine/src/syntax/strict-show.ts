/** Strict recogniser of SHOW, EXPLAIN and their kin. */
import { kw } from './keywords';
import type { Recogniser, StrictCursor } from './strict-cursor';
import { recogniseExpression } from './strict-expression';
import { op, tokenKind } from './tokens';

const shown = new Set(
  (
    'ALL BINARY BINLOG CHARACTER CHARSET COLLATION COLUMNS COUNT CREATE DATABASES ENGINE ENGINES ERRORS EVENTS EXTENDED ' +
    'FIELDS FULL FUNCTION GLOBAL GRANTS INDEX INDEXES KEYS LIBRARY LOCAL MASTER OPEN PARSE_TREE PERSIST PLUGINS PRIVILEGES ' +
    'PROCEDURE PROCESSLIST PROFILE PROFILES RELAYLOG REPLICA REPLICAS SCHEMAS SESSION SLAVE STATUS STORAGE TABLE TABLES ' +
    'TRIGGERS VARIABLES WARNINGS'
  ).split(' '),
);

/** Lists that can be narrowed by LIKE and WHERE, some of them of a table or a schema. */
const lists = new Set('TABLES TRIGGERS EVENTS DATABASES SCHEMAS VARIABLES STATUS CHARSET COLLATION'.split(' '));
const listsOfTables = new Set('COLUMNS FIELDS INDEX INDEXES KEYS'.split(' '));

const created = new Set(
  'TABLE VIEW DATABASE SCHEMA USER EVENT TRIGGER PROCEDURE FUNCTION PACKAGE SEQUENCE LIBRARY SERVER'.split(' '),
);

/** Recognises lists and SHOW CREATE; others only up to the kind. MariaDB's plugins add further kinds. */
export function recogniseShow(s: StrictCursor): boolean {
  s.position++;
  if (s.accept(kw.CREATE)) return recogniseShowCreate(s);
  if (s.id() === kw.TABLE && s.idAt(1) === op.dot) return s.fail();
  while (/^(FULL|EXTENDED|GLOBAL|SESSION|LOCAL)$/.test(s.word())) s.position++;
  if (s.word() === 'TABLE' && s.wordAt(1) === 'STATUS') s.position++;
  else if (s.word() === 'OPEN') {
    s.position++;
    if (s.word() !== 'TABLES') return s.fail();
  }
  if (listsOfTables.has(s.word())) {
    s.position++;
    return (s.accept(kw.FROM) || s.need(kw.IN)) && s.needPath() && recogniseNarrowing(s);
  }
  if (lists.has(s.word())) {
    s.position++;
    return recogniseNarrowing(s);
  }
  return s.dialect === 'mariadb' || shown.has(s.word()) ? s.acceptRest() : s.fail();
}

/** Recognises `FROM s LIKE 'x'` and `WHERE a`. */
function recogniseNarrowing(s: StrictCursor): boolean {
  while (s.id() === kw.FROM || s.id() === kw.IN) {
    s.position++;
    if (!s.needName()) return false;
  }
  if (s.accept(kw.LIKE)) return s.needKind(tokenKind.string);
  return !s.accept(kw.WHERE) || recogniseExpression(s);
}

function recogniseShowCreate(s: StrictCursor): boolean {
  const kind = s.word();
  if (kind === 'MASKING') return s.acceptRest();
  if (!created.has(kind)) return s.fail();
  s.position++;
  if (kind === 'USER' || kind === 'SERVER') return s.acceptRest();
  if (kind === 'PACKAGE') s.acceptWord('BODY');
  return s.acceptIf(true) && s.needPath();
}

/** Recognises EXPLAIN with a statement that is itself checked, of a connection, or of a table. */
export function recogniseExplain(s: StrictCursor, findRecogniser: (id: number) => Recogniser | null): boolean {
  s.position++;
  if (s.dialect === 'mariadb' && (s.acceptWord('EXTENDED') || s.acceptWord('PARTITIONS'))) {
    s.accept(kw.ALL);
    return explained(s, findRecogniser);
  }
  if (s.dialect === 'mysql') s.accept(kw.ANALYZE);
  if (s.word() === 'FORMAT' && s.idAt(1) === op.equals) {
    s.position += 2;
    if (!s.needValue()) return false;
  }
  if (s.accept(kw.INTO) && !s.needKind(tokenKind.userVariable)) return false;
  if (s.accept(kw.FOR)) {
    if (s.word() === 'CONNECTION') return s.acceptRest();
    if (!s.acceptWord('SCHEMA') && !s.needWord('DATABASE')) return false;
    if (!s.needName()) return false;
  }
  return explained(s, findRecogniser);
}

function explained(s: StrictCursor, findRecogniser: (id: number) => Recogniser | null): boolean {
  switch (s.id()) {
    case kw.SELECT:
    case kw.INSERT:
    case kw.UPDATE:
    case kw.DELETE:
    case kw.REPLACE:
    case kw.WITH:
      return findRecogniser(s.id())?.(s) ?? true;
    case op.openParenthesis:
    case kw.TABLE:
    case kw.VALUES:
      return s.acceptRest();
    default:
      // DESCRIBE t, and one column of it.
      if (!s.needPath()) return false;
      if (s.isNameAt(0) || s.isText()) s.position++;
      return true;
  }
}
