/** The strict recogniser of window functions, and of the windows after OVER and WINDOW. */
import { kw } from './keywords';
import type { Recogniser, StrictCursor } from './strict-cursor';
import { recogniseUnit } from './strict-interval';
import { op, tokenKind } from './tokens';

/** Functions that may have OVER. */
const aggregates = new Set(
  (
    'AVG BIT_AND BIT_OR BIT_XOR COUNT GROUP_CONCAT JSON_ARRAYAGG JSON_OBJECTAGG MAX MIN STD STDDEV STDDEV_POP STDDEV_SAMP ' +
    'SUM VAR_POP VAR_SAMP VARIANCE'
  ).split(' '),
);

interface WindowFunction {
  /** The minimum and maximum number of arguments. */
  readonly least: number;
  readonly most: number;
  /** RESPECT NULLS and IGNORE NULLS may follow (MySQL). */
  readonly nulls?: true;
  /** MariaDB's: an ordered set, which takes no window but a partition. */
  readonly set?: 'plain' | 'within group';
}

const ranking: WindowFunction = { least: 0, most: 0 };
const offset: WindowFunction = { least: 1, most: 3, nulls: true };
const edge: WindowFunction = { least: 1, most: 1, nulls: true };

const onBoth: Readonly<Record<string, WindowFunction>> = {
  ROW_NUMBER: ranking,
  RANK: ranking,
  DENSE_RANK: ranking,
  PERCENT_RANK: ranking,
  CUME_DIST: ranking,
  NTILE: { least: 1, most: 1 },
  FIRST_VALUE: edge,
  LAST_VALUE: edge,
  NTH_VALUE: { least: 2, most: 2, nulls: true },
  LAG: offset,
  LEAD: offset,
};

const onMariadb: Readonly<Record<string, WindowFunction>> = {
  ...onBoth,
  LAST_VALUE: { least: 1, most: Infinity },
  LAG: { least: 1, most: 2 },
  LEAD: { least: 1, most: 2 },
  MEDIAN: { least: 1, most: 1, set: 'plain' },
  PERCENTILE_CONT: { least: 1, most: 1, set: 'within group' },
  PERCENTILE_DISC: { least: 1, most: 1, set: 'within group' },
};

/** Returns true if the word at the position can only call a window function. */
export function isWindowFunction(s: StrictCursor): boolean {
  return findFunction(s) !== null;
}

function findFunction(s: StrictCursor): WindowFunction | null {
  const word = s.word();
  if (s.dialect === 'mariadb') return Object.hasOwn(onMariadb, word) ? (onMariadb[word] ?? null) : null;
  // Before MySQL 8.0 these were ordinary names.
  return s.version >= 80002 && Object.hasOwn(onBoth, word) ? (onBoth[word] ?? null) : null;
}

/**
 * Recognises `RANK() OVER w`, `LAG(a, 1) IGNORE NULLS OVER (…)`, `PERCENTILE_CONT(a) WITHIN GROUP (ORDER BY b) OVER
 * (…)`.
 */
export function recogniseWindowFunction(s: StrictCursor, expression: Recogniser): boolean {
  const called = findFunction(s) ?? ranking;
  const word = s.word();
  s.position++;
  if (!recogniseCounted(s, called, expression)) return false;
  if (called.set !== undefined) return recogniseOrderedSet(s, called.set, expression);
  if (s.dialect === 'mysql') {
    if (word === 'NTH_VALUE' && s.id() === kw.FROM && (s.idAt(1) === kw.FIRST || s.idAt(1) === kw.LAST))
      s.position += 2;
    if (called.nulls && (s.acceptWord('RESPECT') || s.accept(kw.IGNORE)) && !s.needWord('NULLS')) return false;
  } else if (word === 'LAST_VALUE' && s.id() !== kw.OVER) return true;
  return s.need(kw.OVER) && recogniseOver(s, expression);
}

function recogniseCounted(s: StrictCursor, { least, most }: WindowFunction, expression: Recogniser): boolean {
  if (!s.need(op.openParenthesis)) return false;
  for (let i = 0; i < most; i++) {
    if (i >= least && s.id() === op.closeParenthesis) break;
    if ((i > 0 && !s.need(op.comma)) || !expression(s)) return false;
  }
  return s.need(op.closeParenthesis);
}

function recogniseOrderedSet(s: StrictCursor, set: 'plain' | 'within group', expression: Recogniser): boolean {
  if (set === 'within group') {
    if (!s.needWord('WITHIN') || !s.need(kw.GROUP)) return false;
    const isOrdered = s.inParentheses(
      (inner) => inner.need(kw.ORDER) && inner.need(kw.BY) && recogniseKey(inner, expression),
    );
    if (!isOrdered) return false;
  }
  return s.need(kw.OVER) && s.inParentheses((inner) => recognisePartition(inner, expression));
}

/** Recognises an optional OVER after an aggregate of this name; other functions have none. */
export function recogniseAggregateWindow(s: StrictCursor, name: string, expression: Recogniser): boolean {
  if (s.id() !== kw.OVER) return true;
  const takesWindow = aggregates.has(name) || (name === 'ST_COLLECT' && s.dialect === 'mysql');
  if (!takesWindow) return true; // OVER is then read as another construct, and rejected
  s.position++;
  return recogniseOver(s, expression);
}

function recogniseOver(s: StrictCursor, expression: Recogniser): boolean {
  return s.id() === op.openParenthesis ? recogniseWindow(s, expression) : s.needNewName();
}

/** Recognises `( [name] [PARTITION BY a] [ORDER BY b] [frame] )`. */
export function recogniseWindow(s: StrictCursor, expression: Recogniser): boolean {
  return s.inParentheses((inner) => {
    const isName = inner.isNameAt(0) && inner.id() !== kw.PARTITION && inner.id() !== kw.ORDER && !isFrame(inner);
    if (isName && !inner.needName()) return false;
    if (!recognisePartition(inner, expression)) return false;
    if (inner.accept(kw.ORDER) && !(inner.need(kw.BY) && recogniseKeys(inner, expression))) return false;
    return !isFrame(inner) || recogniseFrame(inner, expression);
  });
}

/** Recognises PARTITION BY; on MySQL its expressions have no direction. */
function recognisePartition(s: StrictCursor, expression: Recogniser): boolean {
  if (!s.accept(kw.PARTITION)) return true;
  return s.need(kw.BY) && (s.dialect === 'mysql' ? s.list(expression) : recogniseKeys(s, expression));
}

function isFrame(s: StrictCursor): boolean {
  return s.id() === kw.ROWS || s.word() === 'RANGE' || (s.word() === 'GROUPS' && s.dialect === 'mysql');
}

/** Recognises ROWS UNBOUNDED PRECEDING, RANGE BETWEEN 1 PRECEDING AND CURRENT ROW, EXCLUDE TIES and similar. */
function recogniseFrame(s: StrictCursor, expression: Recogniser): boolean {
  s.position++;
  if (s.accept(kw.BETWEEN)) {
    if (!recogniseBound(s, true, expression) || !s.need(kw.AND) || !recogniseBound(s, true, expression)) return false;
  } else if (!recogniseBound(s, false, expression)) return false;
  if (!s.acceptWord('EXCLUDE')) return true;
  if (s.acceptWord('CURRENT')) return s.need(kw.ROW);
  if (s.acceptWord('NO')) return s.needWord('OTHERS');
  return s.acceptWord('TIES') || s.need(kw.GROUP);
}

function recogniseBound(s: StrictCursor, mayFollow: boolean, expression: Recogniser): boolean {
  if (s.acceptWord('CURRENT')) return s.need(kw.ROW);
  if (!s.acceptWord('UNBOUNDED') && !recogniseDistance(s, expression)) return false;
  return s.acceptWord('PRECEDING') || (mayFollow ? s.needWord('FOLLOWING') : s.fail());
}

/** Recognises a number; on MySQL also INTERVAL 1 DAY, on MariaDB another literal. */
function recogniseDistance(s: StrictCursor, expression: Recogniser): boolean {
  if (s.dialect === 'mysql') {
    if (s.accept(kw.INTERVAL)) return expression(s) && recogniseUnit(s);
    return s.needKind(tokenKind.number);
  }
  if (s.kind() !== tokenKind.number && !s.isText() && s.id() !== kw.NULL) return s.fail();
  s.position++;
  return true;
}

function recogniseKeys(s: StrictCursor, expression: Recogniser): boolean {
  return s.list((inner) => recogniseKey(inner, expression));
}

/** Recognises an expression with ASC or DESC. */
export function recogniseKey(s: StrictCursor, expression: Recogniser): boolean {
  if (!expression(s)) return false;
  if (s.id() === kw.ASC || s.id() === kw.DESC) s.position++;
  return true;
}
