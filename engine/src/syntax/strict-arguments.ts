/** The strict recogniser of the arguments of functions, and of OVER after them. */
import { findArity, type Arity } from './function-arity';
import { kw } from './keywords';
import type { Recogniser, StrictCursor } from './strict-cursor';
import { recogniseUnit } from './strict-interval';
import { recogniseCastType, recogniseDynamicType } from './strict-type';
import { recogniseKey } from './strict-window';
import { op, tokenKind } from './tokens';
import { place } from './vocabulary';

/** Functions of both servers with a grammar of their own between their parentheses; that of some is not checked. */
const specialOnBoth =
  'EXTRACT TRIM SUBSTRING SUBSTR MID GROUP_CONCAT POSITION CHAR WEIGHT_STRING JSON_VALUE GET_FORMAT TIMESTAMPADD ' +
  'TIMESTAMPDIFF DATE_ADD DATE_SUB ADDDATE SUBDATE CAST CONVERT JSON_ARRAYAGG JSON_OBJECTAGG';
const specialOnMysql = new Set(`${specialOnBoth} JSON_DUALITY_OBJECT ST_COLLECT`.split(' '));
const specialOnMariadb = new Set(
  `${specialOnBoth} COLUMN_GET COLUMN_CREATE COLUMN_ADD NEXTVAL LASTVAL SETVAL`.split(' '),
);

/** Returns true if the word at the position names a function with a grammar of its own on this server. */
export function isSpecial(s: StrictCursor): boolean {
  return (s.dialect === 'mysql' ? specialOnMysql : specialOnMariadb).has(s.word());
}

/**
 * Functions whose `(` must follow without a gap unless IGNORE_SPACE is set; with a gap they are stored functions
 * (manual: "Function Name Parsing and Resolution").
 */
export const gluedFunctions: ReadonlySet<string> = new Set(
  (
    'ADDDATE BIT_AND BIT_OR BIT_XOR CAST COUNT CURDATE CURTIME DATE_ADD DATE_SUB EXTRACT GROUP_CONCAT JSON_ARRAYAGG ' +
    'JSON_OBJECTAGG MAX MID MIN NOW POSITION SESSION_USER ST_COLLECT STD STDDEV STDDEV_POP STDDEV_SAMP SUBDATE SUBSTR SUBSTRING SUM SYSDATE SYSTEM_USER TRIM ' +
    'VARIANCE VAR_POP VAR_SAMP'
  ).split(' '),
);

/** Recognises the call of one of these functions. */
export function recogniseSpecial(s: StrictCursor, recogniseExpression: Recogniser): boolean {
  const recognise = grammars[s.word()];
  s.position++;
  return recognise ? s.inParentheses((inner) => recognise(inner, recogniseExpression)) : s.balanced();
}

type Grammar = (s: StrictCursor, expression: Recogniser) => boolean;

/** The grammars of the arguments. Arguments of functions without an entry are not checked. */
const grammars: Readonly<Record<string, Grammar>> = {
  SUBSTRING: recognisePart,
  SUBSTR: recognisePart,
  MID: recognisePart,
  CAST: (s, expression) => expression(s) && acceptZone(s, expression) && s.need(kw.AS) && recogniseCastType(s),
  CONVERT: recogniseConvert,
  EXTRACT: (s, expression) => recogniseUnit(s) && s.need(kw.FROM) && expression(s),
  TRIM: recogniseTrim,
  CHAR: (s, expression) => s.list(expression) && (!s.accept(kw.USING) || s.needValue()),
  TIMESTAMPADD: recogniseUnitAndTwo,
  TIMESTAMPDIFF: recogniseUnitAndTwo,
  DATE_ADD: recogniseShift,
  DATE_SUB: recogniseShift,
  ADDDATE: recogniseShiftOrDays,
  SUBDATE: recogniseShiftOrDays,
  GROUP_CONCAT: recogniseGroupConcat,
  GET_FORMAT: (s, expression) => acceptDateWord(s) && s.need(op.comma) && expression(s),
  JSON_ARRAYAGG: recogniseArrayAggregate,
  JSON_OBJECTAGG: (s, expression) => expression(s) && s.need(op.comma) && expression(s),
  JSON_VALUE: recogniseJsonValue,
  ST_COLLECT: recogniseCollected,
  NEXTVAL: (s) => s.needPath(),
  LASTVAL: (s) => s.needPath(),
  SETVAL: (s, expression) => s.needPath() && s.need(op.comma) && s.list(expression),
  COLUMN_GET: recogniseColumnGet,
  COLUMN_CREATE: recogniseColumnPairs,
  COLUMN_ADD: (s, expression) => expression(s) && s.need(op.comma) && recogniseColumnPairs(s, expression),
};

/** Recognises `a FROM 1 [FOR 2]` or `a, 1 [, 2]`. */
function recognisePart(s: StrictCursor, expression: Recogniser): boolean {
  if (!expression(s)) return false;
  if (s.accept(kw.FROM)) return expression(s) && (!s.accept(kw.FOR) || expression(s));
  return s.need(op.comma) && expression(s) && (!s.accept(op.comma) || expression(s));
}

/** Recognises AT TIME ZONE, which MySQL casts. */
function acceptZone(s: StrictCursor, expression: Recogniser): boolean {
  if (s.dialect !== 'mysql' || !s.acceptWord('AT')) return true;
  if (!s.needWord('TIME') || !s.needWord('ZONE')) return false;
  s.acceptWord('INTERVAL');
  return expression(s);
}

/** Recognises `a, type` or `a USING charset`. */
function recogniseConvert(s: StrictCursor, expression: Recogniser): boolean {
  if (!expression(s)) return false;
  return s.accept(kw.USING) ? s.needValue() : s.need(op.comma) && recogniseCastType(s);
}

/** Recognises `a`, `a FROM b`, or LEADING, TRAILING or BOTH before them. */
function recogniseTrim(s: StrictCursor, expression: Recogniser): boolean {
  const isSided = s.acceptWord('LEADING') || s.acceptWord('TRAILING') || s.acceptWord('BOTH');
  if (isSided && s.accept(kw.FROM)) return expression(s);
  if (!expression(s)) return false;
  if (isSided) return s.need(kw.FROM) && expression(s);
  return !s.accept(kw.FROM) || expression(s);
}

function recogniseUnitAndTwo(s: StrictCursor, expression: Recogniser): boolean {
  return recogniseUnit(s) && s.need(op.comma) && expression(s) && s.need(op.comma) && expression(s);
}

/** Recognises `a, INTERVAL 1 DAY`. */
function recogniseShift(s: StrictCursor, expression: Recogniser): boolean {
  return expression(s) && s.need(op.comma) && s.need(kw.INTERVAL) && expression(s) && recogniseUnit(s);
}

/** Recognises `a, INTERVAL 1 DAY` or a number of days. */
function recogniseShiftOrDays(s: StrictCursor, expression: Recogniser): boolean {
  if (!expression(s) || !s.need(op.comma)) return false;
  return s.accept(kw.INTERVAL) ? expression(s) && recogniseUnit(s) : expression(s);
}

/** Recognises `[DISTINCT] a, b [ORDER BY c] [SEPARATOR ', ']`; on MariaDB also LIMIT. */
function recogniseGroupConcat(s: StrictCursor, expression: Recogniser): boolean {
  s.accept(kw.DISTINCT);
  if (!s.list(expression)) return false;
  if (s.accept(kw.ORDER) && !(s.need(kw.BY) && s.list((inner) => recogniseKey(inner, expression)))) return false;
  if (s.acceptWord('SEPARATOR') && !s.needValue()) return false;
  return s.dialect === 'mysql' || !s.accept(kw.LIMIT) || s.list(expression);
}

function recogniseCollected(s: StrictCursor, expression: Recogniser): boolean {
  s.accept(kw.DISTINCT);
  return expression(s);
}

function acceptDateWord(s: StrictCursor): boolean {
  return s.acceptWord('DATE') || s.acceptWord('TIME') || s.acceptWord('DATETIME') || s.needWord('TIMESTAMP');
}

/** Recognises one value; on MariaDB also `DISTINCT a ORDER BY b LIMIT 1`. */
function recogniseArrayAggregate(s: StrictCursor, expression: Recogniser): boolean {
  if (s.dialect === 'mysql') return expression(s);
  s.accept(kw.DISTINCT);
  if (!expression(s)) return false;
  if (s.accept(kw.ORDER) && !(s.need(kw.BY) && s.list((inner) => recogniseKey(inner, expression)))) return false;
  return !s.accept(kw.LIMIT) || s.list(expression);
}

/** Recognises `a, path`; MySQL's clauses for the result and for errors are not checked. */
function recogniseJsonValue(s: StrictCursor, expression: Recogniser): boolean {
  if (!expression(s) || !s.need(op.comma) || !expression(s)) return false;
  if (s.dialect === 'mariadb') return true;
  while (!s.isDone && s.id() !== op.closeParenthesis)
    if (s.id() === op.openParenthesis ? !s.balanced() : !s.needValue()) return false;
  return true;
}

/** Recognises `columns, name AS type`. */
function recogniseColumnGet(s: StrictCursor, expression: Recogniser): boolean {
  return expression(s) && s.need(op.comma) && expression(s) && s.need(kw.AS) && recogniseCastType(s);
}

/** Recognises `name, value [AS type]`, any number of them. */
function recogniseColumnPairs(s: StrictCursor, expression: Recogniser): boolean {
  return s.list((inner) => {
    if (!expression(inner) || !inner.need(op.comma) || !expression(inner)) return false;
    return !inner.accept(kw.AS) || recogniseDynamicType(inner);
  });
}

/** Recognises the arguments of a stored function, whatever its name: `( a, b )`. */
export function recogniseStoredArguments(s: StrictCursor, recogniseExpression: Recogniser): boolean {
  s.position++;
  return s.accept(op.closeParenthesis) || (s.list(recogniseExpression) && s.need(op.closeParenthesis));
}

/** Recognises `( [DISTINCT] a, b )`, `( * )`, or nothing between; as many as a built-in function allows. */
export function recogniseArguments(s: StrictCursor, recogniseExpression: Recogniser): boolean {
  const isPlain = s.idAt(-2) !== op.dot;
  const name = isPlain && s.isBuiltInAt(-1) ? s.wordAt(-1) : '';
  // ORACLE mode has another DECODE.
  const arity = s.oracle && name === 'DECODE' ? decodeOfOracleMode : findArity(name, s.dialect, s.version);
  s.position++;
  const isCount = name === 'COUNT';
  if (!isCount && s.id() === op.closeParenthesis) return takesCount(s, { name, arity, count: 0 }) && s.accept(s.id());
  if (precise.has(name)) return needPrecision(s) && s.need(op.closeParenthesis);
  const one = isPlain && name === '' ? recogniseArgument : recogniseExpression;
  const isDistinct = s.id() === kw.DISTINCT && distinctFunctions.has(name);
  if (isDistinct || (s.id() === kw.ALL && setFunctions.has(name))) s.position++;
  if (isCount && !isDistinct && s.accept(op.star)) return s.need(op.closeParenthesis);
  const counted = { name, arity: isCount && isDistinct ? null : arity };
  return recogniseCountedList(s, counted, (inner) => one(inner, recogniseExpression));
}

function recogniseCountedList(s: StrictCursor, { name, arity }: Omit<Counted, 'count'>, one: Recogniser): boolean {
  let count = 0;
  do {
    if (count === arity?.most) return takesCount(s, { name, arity, count: count + 1 });
    if (!one(s)) return false;
    count++;
  } while (s.accept(op.comma));
  if (s.id() !== op.closeParenthesis) return s.fail();
  return takesEnough(s, { name, arity, count }) && s.accept(op.closeParenthesis);
}

/** Functions whose only argument is the number of digits in a second's fraction. */
const precise = new Set(
  'CURRENT_TIME CURRENT_TIMESTAMP CURTIME LOCALTIME LOCALTIMESTAMP NOW SYSDATE UTC_TIME UTC_TIMESTAMP'.split(' '),
);

function needPrecision(s: StrictCursor): boolean {
  return /^\d+$/.test(s.raw()) ? s.needKind(tokenKind.number) : s.fail();
}

const decodeOfOracleMode: Arity = { least: 3, most: Infinity };

/** Functions over the rows of a group, which may begin with ALL. */
const setFunctions = new Set(
  'AVG BIT_AND BIT_OR BIT_XOR COUNT MAX MIN STD STDDEV STDDEV_POP STDDEV_SAMP SUM VARIANCE VAR_POP VAR_SAMP'.split(' '),
);

/** The functions that may begin with DISTINCT. */
const distinctFunctions = new Set('AVG COUNT MAX MIN SUM'.split(' '));

interface Counted {
  readonly name: string;
  readonly arity: Arity | null;
  readonly count: number;
}

/** Returns true if enough arguments were read; more than the maximum were rejected before. */
function takesEnough(s: StrictCursor, counted: Counted): boolean {
  if (counted.name === 'JSON_OBJECT' && counted.count % 2 === 1)
    return s.fail('JSON_OBJECT() takes pairs of a key and a value. The last value is missing.');
  return counted.count >= (counted.arity?.least ?? 0) || takesCount(s, counted);
}

function takesCount(s: StrictCursor, { name, arity, count }: Counted): boolean {
  if (arity === null || (count >= arity.least && count <= arity.most)) return true;
  const { least, most } = arity;
  const wanted = most === least ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  const given = count > most ? `more than ${most}` : `${count}`;
  return s.fail(`Wrong number of arguments for ${name}(): expected ${wanted}, found ${given}.`);
}

/** Recognises an argument of a possibly loadable function: an expression, optionally with a name after it. */
function recogniseArgument(s: StrictCursor, recogniseExpression: Recogniser): boolean {
  if (!recogniseExpression(s)) return false;
  if (s.accept(kw.AS)) {
    if (!s.isName(place.variable) && s.kind() !== tokenKind.string) return s.fail();
    s.position++;
  } else if (s.isName(place.variable)) s.position++;
  return true;
}
