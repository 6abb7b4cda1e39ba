/** Strict recogniser of statements about tables and other objects: what they are about, its name, and any query they hold. */
import { kw } from './keywords';
import { recogniseDefinitions, recogniseIndexed } from './strict-columns';
import type { StrictCursor } from './strict-cursor';
import { startsQuery } from './strict-expression';
import { op, tokenKind } from './tokens';

const kindsOnBoth = 'TABLE TABLES VIEW INDEX DATABASE SCHEMA USER ROLE SERVER EVENT TRIGGER PROCEDURE FUNCTION';
/** The kinds of objects in these statements, and the words before them. */
const kindsOnMysql = new Set(
  (
    `${kindsOnBoth} TABLESPACE LOGFILE RESOURCE LIBRARY UNDO SPATIAL JSON EXTERNAL MATERIALIZED INSTANCE MASKING ` +
    'ALGORITHM DEFINER SQL AGGREGATE PREPARE'
  ).split(' '),
);
const kindsOnMariadb = new Set(`${kindsOnBoth} SEQUENCE PACKAGE ALGORITHM DEFINER SQL AGGREGATE PREPARE`.split(' '));

/** Returns true if the word at the position is the kind of an object, or a word before it. */
export function isKind(s: StrictCursor): boolean {
  return (s.dialect === 'mysql' ? kindsOnMysql : kindsOnMariadb).has(s.word());
}

/** Recognises CREATE of tables, views and indexes; other CREATE statements only up to the kind. */
export function recogniseCreate(s: StrictCursor): boolean {
  s.position++;
  if (s.accept(kw.OR) && !s.need(kw.REPLACE)) return false;
  if (startsIndex(s)) return recogniseNewIndex(s);
  const isTemporary = s.accept(kw.TEMPORARY);
  if (s.accept(kw.TABLE)) return recogniseNewTable(s);
  if (isTemporary && s.word() !== 'SEQUENCE') return s.fail();
  if (s.acceptWord('VIEW')) return recogniseNewView(s);
  return isKind(s) ? s.acceptRest() : s.fail();
}

/** Returns true at INDEX, or UNIQUE, FULLTEXT or SPATIAL before it; VECTOR on MariaDB. */
function startsIndex(s: StrictCursor): boolean {
  if (s.id() === kw.INDEX) return true;
  const isPrefix = /^(UNIQUE|FULLTEXT|SPATIAL)$/.test(s.word()) || (s.word() === 'VECTOR' && s.dialect === 'mariadb');
  return isPrefix && s.idAt(1) === kw.INDEX;
}

/** Recognises `[UNIQUE] INDEX [IF NOT EXISTS] i [USING BTREE] ON t (a, b)` and options. */
function recogniseNewIndex(s: StrictCursor): boolean {
  if (s.dialect === 'mysql' && s.idAt(-1) === kw.REPLACE) return s.fail();
  if (!s.accept(kw.INDEX)) s.position += 2;
  if (!s.acceptIf(true, 'mariadb') || !s.needName()) return false;
  if ((s.acceptWord('USING') || s.acceptWord('TYPE')) && !s.needValue()) return false;
  if (!s.need(kw.ON) || !s.needPath()) return false;
  return recogniseIndexed(s) && recogniseIndexOptions(s);
}

function recogniseIndexOptions(s: StrictCursor): boolean {
  while (!s.isDone) {
    if (s.acceptWord('WITH')) {
      if (!s.needWord('PARSER') || !s.needName()) return false;
    } else if (/^(VISIBLE|INVISIBLE|IGNORED)$/.test(s.word())) s.position++;
    else if (s.id() === kw.NOT && s.wordAt(1) === 'IGNORED') s.position += 2;
    else if (isWait(s)) return failWait(s);
    else if (/^(USING|TYPE)$/.test(s.word())) {
      s.position++;
      if (!s.needValue()) return false;
    } else if (indexOptions.test(s.word()) || (s.dialect === 'mariadb' && s.isNameAt(0) && s.idAt(1) === op.equals)) {
      s.position++;
      s.accept(op.equals);
      if (!s.needValue()) return false;
    } else return s.fail();
  }
  return true;
}

const indexOptions =
  /^(KEY_BLOCK_SIZE|COMMENT|ALGORITHM|LOCK|ENGINE_ATTRIBUTE|SECONDARY_ENGINE_ATTRIBUTE|CLUSTERING|PAGE_CHECKSUM)$/;

/** Recognises `[IF NOT EXISTS] v [(columns)] AS query`; a CHECK OPTION after it is not checked. */
function recogniseNewView(s: StrictCursor): boolean {
  if (!s.acceptIf(true) || !s.needPath()) return false;
  if (s.id() === op.openParenthesis && !s.balanced()) return false;
  return s.need(kw.AS) && s.viewQuery() && (s.id() !== kw.WITH || s.acceptRest());
}

/** Recognises `[IF NOT EXISTS] t`, then columns, LIKE another, options, or a query. */
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

/** Returns true at WITH a AS (…) SELECT; the WITH of an option has no AS after its word. */
function startsWith(s: StrictCursor): boolean {
  return s.id() === kw.WITH && (s.idAt(1) === kw.RECURSIVE || s.idAt(2) === kw.AS || s.idAt(2) === op.openParenthesis);
}

/** Recognises PARTITION BY …, and everything after it up to a query. */
function recognisePartitions(s: StrictCursor): boolean {
  s.position++;
  if (!s.need(kw.BY)) return false;
  const scheme = s.acceptWord('LINEAR') ? /^(HASH|KEY)$/ : /^(HASH|KEY|RANGE|LIST|SYSTEM_TIME)$/;
  return scheme.test(s.word()) ? s.acceptRest() : s.fail();
}

/** The options whose value needs no `=`; MariaDB accepts others with one, for its engines. */
const options = new Set(
  (
    'ENGINE TYPE AUTO_INCREMENT AVG_ROW_LENGTH CHARSET CHECKSUM COLLATE COMMENT COMPRESSION CONNECTION DELAY_KEY_WRITE ' +
    'ENCRYPTION INSERT_METHOD KEY_BLOCK_SIZE MAX_ROWS MIN_ROWS PACK_KEYS PASSWORD ROW_FORMAT STATS_AUTO_RECALC ' +
    'STATS_PERSISTENT STATS_SAMPLE_PAGES TABLESPACE SECONDARY_ENGINE ENGINE_ATTRIBUTE SECONDARY_ENGINE_ATTRIBUTE ' +
    'AUTOEXTEND_SIZE STORAGE TABLE_CHECKSUM PAGE_CHECKSUM TRANSACTIONAL SEQUENCE UNION'
  ).split(' '),
);

/** Recognises `ENGINE = InnoDB`, `DEFAULT CHARACTER SET utf8mb4`, `DATA DIRECTORY '/x'`, …. */
export function recogniseTableOption(s: StrictCursor): boolean {
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

/** Recognises DROP of tables, views and single routines; other DROP statements only up to the kind. */
export function recogniseDrop(s: StrictCursor): boolean {
  s.position++;
  const isTemporary = s.accept(kw.TEMPORARY);
  if (!s.accept(kw.TABLE) && !s.accept(kw.TABLES)) {
    if (isTemporary && s.word() !== 'SEQUENCE') return s.fail();
    if (s.acceptWord('VIEW')) return recogniseDropped(s);
    if (s.accept(kw.INDEX)) return recogniseDroppedIndex(s);
    return isKind(s) ? s.acceptRest() : s.fail();
  }
  return recogniseDropped(s);
}

/** Recognises `[IF EXISTS] i ON t`, on MySQL with ALGORITHM and LOCK. */
function recogniseDroppedIndex(s: StrictCursor): boolean {
  if (!s.acceptIf(false, 'mariadb') || !s.needName() || !s.need(kw.ON) || !s.needPath()) return false;
  return s.dialect === 'mariadb' ? !isWait(s) || failWait(s) : recogniseIndexOptions(s);
}

/** Recognises `[IF EXISTS] a, b [RESTRICT | CASCADE]`. */
function recogniseDropped(s: StrictCursor): boolean {
  if (!s.acceptIf(false) || !s.list((inner) => inner.needPath())) return false;
  if (isWait(s)) return failWait(s);
  if (!s.acceptWord('RESTRICT')) s.acceptWord('CASCADE');
  return true;
}

/** Returns true at MariaDB's WAIT n and NOWAIT, which it rejects in stored programs (1314). */
export function isWait(s: StrictCursor): boolean {
  return s.dialect === 'mariadb' && (s.word() === 'NOWAIT' || s.word() === 'WAIT');
}

export function failWait(s: StrictCursor): boolean {
  return s.fail(`MariaDB does not allow ${s.word()} in stored programs.`);
}

/** Recognises CHECK, REPAIR, OPTIMIZE, CHECKSUM and ANALYZE of tables; ANALYZE of statements is not checked. */
export function recogniseMaintenance(s: StrictCursor): boolean {
  const isAnalyze = s.id() === kw.ANALYZE;
  s.position++;
  if (s.word() === 'LOCAL' || s.word() === 'NO_WRITE_TO_BINLOG') s.position++;
  if (!s.accept(kw.TABLE) && !s.accept(kw.TABLES))
    return isAnalyze ? recogniseAnalysed(s) : s.word() === 'VIEW' ? s.acceptRest() : s.fail();
  return s.list((inner) => inner.needPath()) && s.acceptRest();
}

/** Recognises ANALYZE of a statement, which only MariaDB supports. */
function recogniseAnalysed(s: StrictCursor): boolean {
  return s.dialect === 'mariadb' ? s.acceptRest() : s.fail();
}

/** Recognises `[TABLE] t`; in ORACLE mode also DROP STORAGE and REUSE STORAGE. */
export function recogniseTruncate(s: StrictCursor): boolean {
  s.position++;
  s.accept(kw.TABLE);
  if (!s.needPath()) return false;
  if (isWait(s)) return failWait(s);
  const hasStorage = s.oracle && (s.acceptWord('DROP') || s.acceptWord('REUSE'));
  return !hasStorage || s.needWord('STORAGE');
}
