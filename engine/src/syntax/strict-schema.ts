/** Strict recogniser of statements about tables and other objects: what they are about, its name, and any query they hold. */
import { kw } from './keywords';
import { recogniseColumn, recogniseDefinitions, recogniseKey } from './strict-columns';
import type { StrictCursor } from './strict-cursor';
import { startsQuery } from './strict-expression';
import { op, tokenKind } from './tokens';

const kinds = new Set(
  (
    'TABLE TABLES VIEW INDEX DATABASE SCHEMA USER ROLE SERVER SEQUENCE EVENT TRIGGER PROCEDURE FUNCTION PACKAGE TABLESPACE ' +
    'LOGFILE RESOURCE LIBRARY'
  ).split(' '),
);

/** Words before the kind, behind which nothing is checked. */
const prefixes = new Set(
  (
    'ALGORITHM DEFINER SQL AGGREGATE UNIQUE FULLTEXT SPATIAL VECTOR ONLINE OFFLINE IGNORE UNDO JSON EXTERNAL MATERIALIZED ' +
    'INSTANCE PREPARE PRIMARY MASKING'
  ).split(' '),
);

/** CREATE of tables and views is checked; of the others only what they create. */
export function recogniseCreate(s: StrictCursor): boolean {
  s.position++;
  if (s.accept(kw.OR) && !s.need(kw.REPLACE)) return false;
  if (prefixes.has(s.word())) return s.acceptRest();
  const isTemporary = s.accept(kw.TEMPORARY);
  if (s.accept(kw.TABLE)) return recogniseNewTable(s);
  if (isTemporary && s.word() !== 'SEQUENCE') return s.fail();
  if (s.acceptWord('VIEW')) return recogniseNewView(s);
  return kinds.has(s.word()) ? s.acceptRest() : s.fail();
}

/** `[IF NOT EXISTS] v [(columns)] AS query`; a CHECK OPTION behind it is not checked. */
function recogniseNewView(s: StrictCursor): boolean {
  if (!s.acceptIf(true) || !s.needPath()) return false;
  if (s.id() === op.openParenthesis && !s.balanced()) return false;
  return s.need(kw.AS) && s.query() && (s.id() !== kw.WITH || s.acceptRest());
}

/** `[IF NOT EXISTS] t`, then columns, LIKE another, options, or a query. */
function recogniseNewTable(s: StrictCursor): boolean {
  if (!s.acceptIf(true) || !s.needPath()) return false;
  if (s.accept(kw.LIKE)) return s.needPath();
  if (s.id() === op.openParenthesis && !startsQuery(s, 0) && !recogniseDefinitions(s)) return false;
  while (!s.isDone) {
    if (s.accept(kw.AS)) return s.query();
    if (s.id() === kw.IGNORE || s.id() === kw.REPLACE) s.position++;
    else if (s.id() === kw.SELECT || s.id() === kw.VALUES || s.id() === kw.TABLE || startsWith(s)) return s.query();
    else if (s.id() === op.openParenthesis) return s.query();
    else if (s.word() === 'PARTITION') return recognisePartitions(s);
    else if (s.id() === kw.WITH && s.dialect === 'mariadb')
      s.position += 3; // SYSTEM VERSIONING
    else if (!s.accept(op.comma) && !recogniseTableOption(s)) return false;
  }
  return true;
}

/** WITH a AS (…) SELECT; the WITH of an option has no AS behind its word. */
function startsWith(s: StrictCursor): boolean {
  return s.id() === kw.WITH && (s.idAt(1) === kw.RECURSIVE || s.idAt(2) === kw.AS || s.idAt(2) === op.openParenthesis);
}

/** PARTITION BY …, and what stands behind it up to a query. */
function recognisePartitions(s: StrictCursor): boolean {
  s.position++;
  if (!s.need(kw.BY)) return false;
  const scheme = s.acceptWord('LINEAR') ? /^(HASH|KEY)$/ : /^(HASH|KEY|RANGE|LIST|SYSTEM_TIME)$/;
  return scheme.test(s.word()) ? s.acceptRest() : s.fail();
}

/** Options whose value may stand without `=`; others MariaDB takes with one, for its engines. */
const options = new Set(
  (
    'ENGINE TYPE AUTO_INCREMENT AVG_ROW_LENGTH CHARSET CHECKSUM COLLATE COMMENT COMPRESSION CONNECTION DELAY_KEY_WRITE ' +
    'ENCRYPTION INSERT_METHOD KEY_BLOCK_SIZE MAX_ROWS MIN_ROWS PACK_KEYS PASSWORD ROW_FORMAT STATS_AUTO_RECALC ' +
    'STATS_PERSISTENT STATS_SAMPLE_PAGES TABLESPACE SECONDARY_ENGINE ENGINE_ATTRIBUTE SECONDARY_ENGINE_ATTRIBUTE ' +
    'AUTOEXTEND_SIZE STORAGE TABLE_CHECKSUM PAGE_CHECKSUM TRANSACTIONAL SEQUENCE UNION'
  ).split(' '),
);

/** `ENGINE = InnoDB`, `DEFAULT CHARACTER SET utf8mb4`, `DATA DIRECTORY '/x'`, …. */
function recogniseTableOption(s: StrictCursor): boolean {
  s.accept(kw.DEFAULT);
  if (s.acceptWord('START')) return s.needWord('TRANSACTION');
  if (s.acceptWord('CHARACTER') || s.accept(kw.CHAR)) {
    if (!s.need(kw.SET)) return false;
  } else if (s.acceptWord('DATA') || s.acceptWord('INDEX')) {
    if (!s.needWord('DIRECTORY')) return false;
  } else if (options.has(s.word()) || (s.dialect === 'mariadb' && s.isNameAt(0) && s.idAt(1) === op.equals))
    s.position++;
  else return s.fail();
  s.accept(op.equals);
  if (s.id() === op.openParenthesis) return s.balanced();
  const isNegative = s.accept(op.minus);
  return isNegative ? s.needKind(tokenKind.number) : s.needValue();
}

/** DROP of tables, views and single routines is checked; of the others only what they drop. */
export function recogniseDrop(s: StrictCursor): boolean {
  s.position++;
  const isTemporary = s.accept(kw.TEMPORARY);
  if (!s.accept(kw.TABLE) && !s.accept(kw.TABLES)) {
    if (isTemporary && s.word() !== 'SEQUENCE') return s.fail();
    if (s.acceptWord('VIEW')) return recogniseDropped(s);
    return kinds.has(s.word()) || prefixes.has(s.word()) ? s.acceptRest() : s.fail();
  }
  return recogniseDropped(s);
}

/** `[IF EXISTS] a, b [RESTRICT | CASCADE]`; MariaDB may wait. */
function recogniseDropped(s: StrictCursor): boolean {
  if (!s.acceptIf(false) || !s.list((inner) => inner.needPath())) return false;
  if (s.dialect === 'mariadb') recogniseWait(s);
  if (!s.acceptWord('RESTRICT')) s.acceptWord('CASCADE');
  return true;
}

function recogniseWait(s: StrictCursor): void {
  if (s.acceptWord('WAIT')) s.position++;
  else s.acceptWord('NOWAIT');
}

/** ALTER TABLE is checked as far as it adds, changes and drops columns and keys; of the others what is altered. */
export function recogniseAlter(s: StrictCursor): boolean {
  s.position++;
  if (s.dialect === 'mariadb') {
    s.acceptWord('ONLINE');
    s.accept(kw.IGNORE);
  }
  if (prefixes.has(s.word())) return s.acceptRest();
  if (!kinds.has(s.word())) return s.fail();
  if (s.accept(kw.TABLE)) return recogniseAlteredTable(s);
  if (s.word() === 'DATABASE' || s.word() === 'SCHEMA') return recogniseAlteredSchema(s);
  if (!s.accept(kw.EVENT)) return s.acceptRest();
  if (!s.acceptIf(false) || !s.needPath()) return false;
  return /^(ON|RENAME|ENABLE|DISABLE|COMMENT|DO)$/.test(s.word()) ? s.acceptRest() : s.fail();
}

const schemaOption = /^(DEFAULT|CHARACTER|CHARSET|COLLATE|ENCRYPTION|READ|COMMENT)$/;

/** `[name] [DEFAULT] CHARACTER SET | COLLATE | ENCRYPTION [=] value`, READ ONLY, COMMENT. */
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
  if (!s.acceptIf(false) || !s.needPath()) return false;
  if (s.dialect === 'mariadb') recogniseWait(s);
  if (!s.isDone && !s.list(recogniseAlteration)) return false;
  return s.word() === 'PARTITION' || s.word() === 'REMOVE' ? s.acceptRest() : true;
}

/** Alterations that are not checked behind their first word. */
const alterations = new Set(
  (
    'RENAME ALTER CONVERT ORDER ENABLE DISABLE DISCARD IMPORT FORCE LOCK ALGORITHM PARTITION TRUNCATE COALESCE REORGANIZE ' +
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
    case 'MODIFY':
    case 'CHANGE':
      s.position++;
      s.accept(kw.COLUMN);
      if (!s.acceptIf(false)) return false;
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
  if (isColumn && !s.acceptIf(true)) return false;
  if (s.id() === op.openParenthesis) return recogniseDefinitions(s);
  const isKey = isColumn ? null : recogniseKey(s);
  return isKey ?? (s.acceptIf(true) && recogniseColumn(s) && recognisePlace(s));
}

/** FIRST, or AFTER a column. */
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
  } else if (!s.accept(kw.COLUMN) && !s.accept(kw.KEY) && !s.accept(kw.INDEX) && !s.acceptWord('CONSTRAINT'))
    s.accept(kw.CHECK);
  if (!s.acceptIf(false) || !s.needName()) return false;
  if (!s.acceptWord('RESTRICT')) s.acceptWord('CASCADE');
  return true;
}

/** CHECK, REPAIR, OPTIMIZE, CHECKSUM and ANALYZE of tables; ANALYZE of statements is not checked. */
export function recogniseMaintenance(s: StrictCursor): boolean {
  const isAnalyze = s.id() === kw.ANALYZE;
  s.position++;
  if (s.word() === 'LOCAL' || s.word() === 'NO_WRITE_TO_BINLOG') s.position++;
  if (!s.accept(kw.TABLE) && !s.accept(kw.TABLES))
    return isAnalyze ? recogniseAnalysed(s) : s.word() === 'VIEW' ? s.acceptRest() : s.fail();
  return s.list((inner) => inner.needPath()) && s.acceptRest();
}

/** ANALYZE of a statement, which is MariaDB's. */
function recogniseAnalysed(s: StrictCursor): boolean {
  return s.dialect === 'mariadb' ? s.acceptRest() : s.fail();
}

/** `[TABLE] t`; MariaDB may wait. */
export function recogniseTruncate(s: StrictCursor): boolean {
  s.position++;
  s.accept(kw.TABLE);
  if (!s.needPath()) return false;
  if (s.dialect === 'mariadb') recogniseWait(s);
  return true;
}
