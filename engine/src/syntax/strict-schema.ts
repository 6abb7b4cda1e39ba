/** Strict recogniser of statements about tables and other objects: what they are about, its name, and any query they hold. */
import { kw } from './keywords';
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
    'INSTANCE PREPARE PRIMARY'
  ).split(' '),
);

const shown = new Set(
  (
    'ALL BINARY BINLOG CHARACTER CHARSET COLLATION COLUMNS COUNT CREATE DATABASES ENGINE ENGINES ERRORS EVENTS EXTENDED ' +
    'FIELDS FULL FUNCTION GLOBAL GRANTS INDEX INDEXES KEYS LIBRARY LOCAL MASTER OPEN PARSE_TREE PERSIST PLUGINS PRIVILEGES ' +
    'PROCEDURE PROCESSLIST PROFILE PROFILES RELAYLOG REPLICA REPLICAS SCHEMAS SESSION SLAVE STATUS STORAGE TABLE TABLES ' +
    'TRIGGERS VARIABLES WARNINGS'
  ).split(' '),
);

/** CREATE of a table is checked; of the others only what they create. */
export function recogniseCreate(s: StrictCursor): boolean {
  s.position++;
  if (s.accept(kw.OR) && !s.need(kw.REPLACE)) return false;
  if (prefixes.has(s.word())) return s.acceptRest();
  const isTemporary = s.accept(kw.TEMPORARY);
  if (s.accept(kw.TABLE)) return recogniseNewTable(s);
  if (isTemporary && s.word() !== 'SEQUENCE') return s.fail();
  return kinds.has(s.word()) ? s.acceptRest() : s.fail();
}

/** `[IF NOT EXISTS] t`, then columns, LIKE another, options, or a query. */
function recogniseNewTable(s: StrictCursor): boolean {
  if (s.id() === kw.IF && !(s.need(kw.IF) && s.need(kw.NOT) && s.need(kw.EXISTS))) return false;
  if (!s.needPath()) return false;
  if (s.kind() === tokenKind.word && s.idAt(1) === kw.SELECT && !leadsToQuery(s.id())) return s.fail();
  while (!s.isDone) {
    if (s.id() === kw.SELECT || startsWith(s)) return s.query();
    if (s.id() !== op.openParenthesis) s.position++;
    else if (startsQuery(s, 0)) return s.query();
    else if (!s.balanced()) return false;
  }
  return true;
}

/** WITH a AS (…) SELECT; the WITH of an option has no AS behind its word. */
function startsWith(s: StrictCursor): boolean {
  return s.id() === kw.WITH && (s.idAt(1) === kw.RECURSIVE || s.idAt(2) === kw.AS || s.idAt(2) === op.openParenthesis);
}

function leadsToQuery(id: number): boolean {
  return id === kw.AS || id === kw.IGNORE || id === kw.REPLACE;
}

/** DROP TABLE is checked; of the others only what they drop. */
export function recogniseDrop(s: StrictCursor): boolean {
  s.position++;
  const isTemporary = s.accept(kw.TEMPORARY);
  if (!s.accept(kw.TABLE) && !s.accept(kw.TABLES)) {
    if (isTemporary && s.word() !== 'SEQUENCE') return s.fail();
    return kinds.has(s.word()) || prefixes.has(s.word()) ? s.acceptRest() : s.fail();
  }
  if (s.accept(kw.IF) && !s.need(kw.EXISTS)) return false;
  if (!s.list((inner) => inner.needPath())) return false;
  if (s.dialect === 'mariadb') return s.acceptRest();
  if (s.word() === 'RESTRICT' || s.word() === 'CASCADE') s.position++;
  return true;
}

/** Only what is altered, and its name. */
export function recogniseAlter(s: StrictCursor): boolean {
  s.position++;
  if (prefixes.has(s.word())) return s.acceptRest();
  if (!kinds.has(s.word())) return s.fail();
  const isTable = s.accept(kw.TABLE);
  if (!isTable && !s.accept(kw.EVENT)) return s.acceptRest();
  if (s.accept(kw.IF) && !s.need(kw.EXISTS)) return false;
  return s.needPath() && s.acceptRest();
}

/** Of SHOW only what is shown; MariaDB's plugins bring more of it. */
export function recogniseShow(s: StrictCursor): boolean {
  s.position++;
  if (s.accept(kw.CREATE)) return kinds.has(s.word()) ? s.acceptRest() : s.fail();
  if (s.id() === kw.TABLE && s.idAt(1) === op.dot) return s.fail();
  return s.dialect === 'mariadb' || shown.has(s.word()) ? s.acceptRest() : s.fail();
}

/** CHECK, REPAIR, OPTIMIZE, CHECKSUM and ANALYZE of tables; ANALYZE of statements is not checked. */
export function recogniseMaintenance(s: StrictCursor): boolean {
  const isAnalyze = s.id() === kw.ANALYZE;
  s.position++;
  if (s.word() === 'LOCAL' || s.word() === 'NO_WRITE_TO_BINLOG') s.position++;
  if (!s.accept(kw.TABLE) && !s.accept(kw.TABLES)) return isAnalyze || s.word() === 'VIEW' ? s.acceptRest() : s.fail();
  return s.list((inner) => inner.needPath()) && s.acceptRest();
}

export function recogniseTruncate(s: StrictCursor): boolean {
  s.position++;
  s.accept(kw.TABLE);
  return s.needPath() && s.acceptRest();
}
