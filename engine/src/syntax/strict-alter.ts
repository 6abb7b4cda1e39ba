/** Strict recogniser of ALTER: of tables what is done to their columns, keys and names. */
import { kw } from './keywords';
import { recogniseColumn, recogniseDefaultValue, recogniseDefinitions, recogniseKey } from './strict-columns';
import type { StrictCursor } from './strict-cursor';
import { failWait, isKind, isWait, recogniseTableOption } from './strict-schema';
import { op } from './tokens';

/**
 * Recognises ALTER TABLE as far as it adds, changes and drops columns and keys; other ALTER statements only up to the
 * altered object.
 */
export function recogniseAlter(s: StrictCursor): boolean {
  s.position++;
  if (s.dialect === 'mariadb') {
    s.acceptWord('ONLINE');
    s.accept(kw.IGNORE);
  }
  if (!isKind(s)) return s.fail();
  if (s.accept(kw.TABLE)) return recogniseAlteredTable(s);
  if (s.word() === 'DATABASE' || s.word() === 'SCHEMA') return recogniseAlteredSchema(s);
  if (!s.accept(kw.EVENT)) return s.acceptRest();
  if (!s.acceptIf(false) || !s.needPath()) return false;
  return /^(ON|RENAME|ENABLE|DISABLE|COMMENT|DO)$/.test(s.word()) ? s.acceptRest() : s.fail();
}

const schemaOption = /^(DEFAULT|CHARACTER|CHARSET|COLLATE|ENCRYPTION|READ|COMMENT)$/;

/** Recognises `[name] [DEFAULT] CHARACTER SET | COLLATE | ENCRYPTION [=] value`, READ ONLY, COMMENT. */
function recogniseAlteredSchema(s: StrictCursor): boolean {
  s.position++;
  const isOption = s.id() === kw.DEFAULT || (schemaOption.test(s.word()) && !schemaOption.test(s.wordAt(1)));
  if (!isOption && !s.needName()) return false;
  if (s.word() === 'READ' || s.word() === 'UPGRADE') return s.acceptRest();
  do {
    s.accept(kw.DEFAULT);
    if (s.acceptWord('CHARACTER') || s.accept(kw.CHAR)) {
      if (!s.need(kw.SET)) return false;
    } else if (schemaOption.test(s.word())) s.position++;
    else return s.fail();
    s.accept(op.equals);
    if (!s.needValue()) return false;
  } while (!s.isDone);
  return true;
}

function recogniseAlteredTable(s: StrictCursor): boolean {
  if (!s.acceptIf(false, 'mariadb') || !s.needPath()) return false;
  if (isWait(s)) return failWait(s);
  if (!s.isDone && !s.list(recogniseAlteration)) return false;
  return s.word() === 'PARTITION' || s.word() === 'REMOVE' ? s.acceptRest() : true;
}

/** The alterations that are not checked after their first word. */
const alterations = new Set(
  (
    'CONVERT ORDER ENABLE DISABLE DISCARD IMPORT FORCE LOCK ALGORITHM PARTITION TRUNCATE COALESCE REORGANIZE ' +
    'EXCHANGE ANALYZE CHECK OPTIMIZE REBUILD REPAIR REMOVE UPGRADE WITH WITHOUT SECONDARY_LOAD SECONDARY_UNLOAD SET'
  ).split(' '),
);

function recogniseAlteration(s: StrictCursor): boolean {
  const word = s.word();
  if (alterations.has(word)) return s.acceptRest();
  switch (word) {
    case 'ADD':
      s.position++;
      return recogniseAddition(s);
    case 'DROP':
      s.position++;
      return recogniseDroppedPart(s);
    case 'RENAME':
      s.position++;
      return recogniseRenaming(s);
    case 'ALTER':
      s.position++;
      return recogniseChangedPart(s);
    case 'MODIFY':
    case 'CHANGE':
      s.position++;
      s.accept(kw.COLUMN);
      if (!s.acceptIf(false, 'mariadb')) return false;
      if (word === 'CHANGE' && !s.needName()) return false;
      return recogniseColumn(s) && recognisePlace(s);
    default:
      do if (!recogniseTableOption(s)) return false;
      while (!s.isDone && s.id() !== op.comma && s.word() !== 'PARTITION' && s.word() !== 'REMOVE');
      return true;
  }
}

function recogniseAddition(s: StrictCursor): boolean {
  if (/^(PARTITION|PERIOD|SYSTEM|VECTOR)$/.test(s.word())) return s.acceptRest();
  const isColumn = s.accept(kw.COLUMN);
  if (isColumn && !s.acceptIf(true, 'mariadb')) return false;
  if (s.id() === op.openParenthesis) return recogniseDefinitions(s);
  const isKey = isColumn ? null : recogniseAddedKey(s);
  return isKey ?? (s.acceptIf(true, 'mariadb') && recogniseColumn(s) && recognisePlace(s));
}

/** Recognises CONSTRAINT IF NOT EXISTS of a CHECK on MariaDB; otherwise a key as in CREATE TABLE. */
function recogniseAddedKey(s: StrictCursor): boolean | null {
  if (s.dialect === 'mysql' || s.word() !== 'CONSTRAINT' || s.idAt(1) !== kw.IF) return recogniseKey(s);
  s.position++;
  return s.acceptIf(true) && s.needName() && (s.id() === kw.CHECK ? recogniseKey(s) === true : s.fail());
}

/** Recognises `COLUMN a TO b`, `INDEX a TO b`, or another name of the table. */
function recogniseRenaming(s: StrictCursor): boolean {
  if (s.accept(kw.COLUMN) || s.accept(kw.INDEX) || s.accept(kw.KEY))
    return s.acceptIf(false, 'mariadb') && s.needName() && s.need(kw.TO) && s.needName();
  if (!s.accept(kw.TO) && !s.accept(kw.AS)) s.accept(op.equals);
  return s.needPath();
}

/** Recognises ALTER of a column, an index or a constraint within ALTER TABLE. */
function recogniseChangedPart(s: StrictCursor): boolean {
  if (s.id() === kw.INDEX || (s.id() === kw.KEY && s.dialect === 'mariadb')) return recogniseChangedIndex(s);
  if (s.dialect === 'mysql' && (s.id() === kw.CHECK || s.word() === 'CONSTRAINT')) {
    s.position++;
    if (!s.needName()) return false;
    s.accept(kw.NOT);
    return s.needWord('ENFORCED');
  }
  s.accept(kw.COLUMN);
  if (!s.acceptIf(false, 'mariadb') || !s.needName()) return false;
  if (s.acceptWord('DROP')) return s.need(kw.DEFAULT);
  if (!s.need(kw.SET)) return false;
  if (s.accept(kw.DEFAULT)) return recogniseDefaultValue(s);
  return s.dialect === 'mysql' && (s.acceptWord('VISIBLE') || s.needWord('INVISIBLE'));
}

function recogniseChangedIndex(s: StrictCursor): boolean {
  s.position++;
  if (s.dialect === 'mysql') return s.needName() && (s.acceptWord('VISIBLE') || s.needWord('INVISIBLE'));
  if (!s.acceptIf(false) || !s.needName()) return false;
  s.accept(kw.NOT);
  return s.needWord('IGNORED');
}

/** Recognises FIRST, or AFTER a column. */
function recognisePlace(s: StrictCursor): boolean {
  if (s.accept(kw.FIRST)) return true;
  return !s.accept(kw.AFTER) || s.needName();
}

function recogniseDroppedPart(s: StrictCursor): boolean {
  if (/^(PARTITION|PERIOD|SYSTEM)$/.test(s.word())) return s.acceptRest();
  if (s.acceptWord('PRIMARY')) return s.need(kw.KEY);
  if (s.acceptWord('FOREIGN')) {
    if (!s.need(kw.KEY)) return false;
  } else if (s.word() === 'CONSTRAINT' && s.wordAt(1) === 'PRIMARY') {
    s.position += 2;
    return s.need(kw.KEY);
  } else if (!s.accept(kw.COLUMN) && !s.accept(kw.KEY) && !s.accept(kw.INDEX) && !s.acceptWord('CONSTRAINT')) {
    if (s.dialect === 'mysql') s.accept(kw.CHECK);
  }
  if (!s.acceptIf(false, 'mariadb') || !s.needName()) return false;
  if (!s.acceptWord('RESTRICT')) s.acceptWord('CASCADE');
  return true;
}
