/** Routines, triggers and events whose heads are written at random: spaces, line ends and comments between any two tokens. */
import type { Flavor } from '../../../scripts/servers/flavor';
import { isOracle, type Form } from './forms';

export type Random = (below: number) => number;

/** The place of a head, and the types that it may name. */
export interface HeadContext {
  readonly random: Random;
  readonly flavor: Flavor;
  readonly mode: string | null;
  /** Types that the server accepts in this mode. */
  readonly types: readonly string[];
}

/** The texts that may be between any two tokens. */
const gaps = [
  ...[' ', '  ', '\t', '\n', '\r\n', '\n\n  ', ' \r\n\t', '\f', '\v '],
  ...[
    '/* c */',
    ' /* it\'s; "c" \n */ ',
    '/**/',
    ' -- c\n',
    ' --\n',
    '--\tc;\r\n',
    " # it's\n",
    '#\r\n',
    '/*!99999 nothing */',
  ],
  ...['/*! */', ' /*!50000 */ ', '/*M! */', '\n/* a *//* b */\n-- c\n', ' /*+ no hint */ '],
];

/** Returns one of the choices. */
function pick<T>(random: Random, choices: readonly T[]): T {
  const chosen = choices[random(choices.length)];
  if (chosen === undefined) throw new Error('There is no choice.');
  return chosen;
}

/** Joins tokens by gaps; a parenthesis and a comma need none. Some tokens go into an executable comment. */
function scatter(random: Random, tokens: readonly string[]): string {
  let text = '';
  let before = '';
  for (const token of tokens) {
    const needsNone = before === '' || [before, token].some((one) => /^[(),=@]$/.test(one));
    const gap = needsNone && random(2) === 0 ? '' : random(3) > 0 ? ' ' : pick(random, gaps);
    // A server that drops a comment between two words leaves nothing in its place: it cannot read the routine again.
    text += before === '' ? '' : gap.startsWith('/*!9') ? ` ${gap}` : gap;
    text += random(25) === 0 && !/^[(),=@]/.test(token) ? `/*!50003 ${token}*/` : token;
    before = token;
  }
  return text;
}

/** Returns the words and signs of a clause. */
function split(clause: string): readonly string[] {
  return clause.match(/'(?:[^']|'')*'|`[^`]*`|"[^"]*"|[(),=@]|[^\s(),=@'"`]+/g) ?? [];
}

function some(random: Random, clauses: readonly string[]): readonly string[] {
  return clauses.filter(() => random(4) === 0).flatMap(split);
}

function writeName({ random, mode }: HeadContext, name: string): string {
  return pick(random, [name, `\`${name}\``, ...(mode?.includes('ANSI') === true ? [`"${name}"`] : [])]);
}

function writeParameters(context: HeadContext, kind: 'PROCEDURE' | 'FUNCTION'): readonly string[] {
  const { random, types, mode, flavor } = context;
  const takesMode = kind === 'PROCEDURE' || (flavor === 'mariadb' && random(3) === 0);
  const written = Array.from({ length: random(4) }, (_, i) => {
    const name = pick(random, [`a${i}`, `\`b ${i}\``, `Ç${i}`]);
    const direction = !takesMode ? [] : pick(random, [[], ['IN'], ['OUT'], isOracle(mode) ? ['IN', 'OUT'] : ['INOUT']]);
    const type = split(pick(random, types));
    return isOracle(mode) ? [name, ...direction, ...type] : [...direction, name, ...type];
  });
  return ['(', ...written.flatMap((one, i) => (i === 0 ? one : [',', ...one])), ')'];
}

const characteristics = [
  ...["COMMENT 'it''s (a) \"comment\"; -- here'", "COMMENT ''", 'LANGUAGE SQL', 'SQL SECURITY INVOKER'],
  ...['SQL SECURITY DEFINER', 'READS SQL DATA', 'NO SQL', 'MODIFIES SQL DATA', 'CONTAINS SQL'],
];

const definers = [
  'DEFINER = root@localhost',
  'DEFINER=`root`@`localhost`',
  'DEFINER = CURRENT_USER',
  'DEFINER=CURRENT_USER()',
];

const bodies = [
  ...[
    'BEGIN END',
    'BEGIN\r\n\t/* in it */\r\n\tSET @a = 1;\r\nEND',
    "BEGIN SET @a = 'two\r\nlines', @b = \"it's\"; END",
  ],
  ...[
    "SET @a = N'ä'",
    'a: BEGIN SET @a = /*!50000 1 + */ 2; END a',
    'BEGIN SET @a = 1; -- the last\nEND',
    'begin set @a=1;end',
  ],
  ...['BEGIN # c\n SET @a = 1 /*!99999 + 5 */; END', "SET @a = _utf8mb4'x', @b = x'61', @c = 1.50, @d = 'a' 'b'"],
  ...[
    'IF 1 <> 2 THEN SET @a = 1; END IF',
    'DO 1',
    'BEGIN DECLARE v INT /* d */ DEFAULT -- e\n 1; SET @a = v || 1; END',
  ],
];

const results = [
  ...[
    'RETURN NULL',
    'RETURN\r\n1',
    'BEGIN RETURN (SELECT 1); END',
    "BEGIN\n  RETURN 'a\nb';\nEND",
    'RETURN /* one */ 1',
  ],
  ...['/*!50000 RETURN 1 */', 'BEGIN /*!50003 SET @a = 1; */ RETURN 2; END', 'return 1', 'RETURN (1)'],
];

const oracleBodies = [
  'BEGIN NULL; END',
  'x INT := 1; BEGIN\r\n x := 2; END',
  '\n-- d\nBEGIN NULL; EXCEPTION WHEN OTHERS THEN NULL; END',
];
const oracleResults = [
  'BEGIN RETURN NULL; END',
  'x /* c */ INT := 1; BEGIN RETURN x; END',
  '\nBEGIN\r\n  RETURN 1;\r\nEND',
];

const tails = ['', '', '', ' -- after it', ' /* after it */', '\n# after it', ' /*!99999 x */'];

/** Returns a form of any kind. */
export function writeForm(context: HeadContext, name: string): Form {
  const { random, mode } = context;
  const written = pick(random, ['procedure', 'procedure', 'function', 'function', 'trigger', 'event'] as const);
  const tokens = writers[written](context, writeName(context, name));
  const head = scatter(random, [...tokens.slice(0, -1)]);
  return {
    name,
    mode,
    create:
      head + pick(random, [' ', '\n', '\r\n', '/* b */', ' -- b\n']) + (tokens.at(-1) ?? '') + pick(random, tails),
  };
}

/** Returns the tokens of the head, and the body as the last one. */
type Writer = (context: HeadContext, name: string) => readonly string[];

const writers: Readonly<Record<'procedure' | 'function' | 'trigger' | 'event', Writer>> = {
  procedure: (context, name) => {
    const { random, mode } = context;
    const list = isOracle(mode) && random(4) === 0 ? [] : writeParameters(context, 'PROCEDURE');
    const start = [...writeStart(context), 'PROCEDURE', ...writeCondition(context), name, ...list];
    const rest = some(random, characteristics);
    if (!isOracle(mode)) return [...start, ...rest, pick(random, bodies)];
    return [...start, ...rest, pick(random, ['AS', 'IS']), pick(random, oracleBodies) + writeEnd(context, name)];
  },
  function: (context, name) => {
    const { random, mode, types } = context;
    const list = isOracle(mode) && random(4) === 0 ? [] : writeParameters(context, 'FUNCTION');
    const start = [...writeStart(context), 'FUNCTION', ...writeCondition(context), name, ...list];
    const type = split(pick(random, types));
    const rest = [...some(random, ['NOT DETERMINISTIC']), ...some(random, characteristics), 'DETERMINISTIC'];
    if (!isOracle(mode)) return [...start, 'RETURNS', ...type, ...rest, pick(random, results)];
    const body = pick(random, oracleResults) + writeEnd(context, name);
    return [...start, 'RETURN', ...type, ...rest, pick(random, ['AS', 'IS']), body];
  },
  trigger: (context, name) => {
    const { random } = context;
    const when = [pick(random, ['BEFORE', 'AFTER']), pick(random, ['INSERT', 'UPDATE', 'DELETE'])];
    const start = [...writeStart(context), 'TRIGGER', ...writeCondition(context), name, ...when];
    return [...start, 'ON', pick(random, ['t', '`t`']), 'FOR', 'EACH', 'ROW', writeBody(context)];
  },
  event: (context, name) => {
    const { random } = context;
    const schedule = pick(random, [
      ...[
        "EVERY 1 DAY STARTS '2037-01-01 00:00:00'",
        "EVERY '1:30' HOUR_MINUTE STARTS '2037-01-01' ENDS '2038-01-01 10:00:00'",
      ],
      "AT '2037-02-03 04:05:06'",
    ]);
    const more = some(random, ['ON COMPLETION PRESERVE', 'ON COMPLETION NOT PRESERVE']).slice(0, 3);
    const start = [
      ...writeStart(context),
      'EVENT',
      ...writeCondition(context),
      name,
      'ON',
      'SCHEDULE',
      ...split(schedule),
    ];
    const rest = [...more, ...pick(random, [['DISABLE'], ['ENABLE'], []]), ...some(random, ["COMMENT 'it''s'"]), 'DO'];
    return [...start, ...rest, writeBody(context)];
  },
};

function writeStart({ random, flavor }: HeadContext): readonly string[] {
  const replace = flavor === 'mariadb' ? some(random, ['OR REPLACE']) : [];
  return ['CREATE', ...replace, ...some(random, [pick(random, definers)])];
}

function writeCondition({ random }: HeadContext): readonly string[] {
  return random(8) === 0 ? ['IF', 'NOT', 'EXISTS'] : [];
}

/** Returns the body of a trigger or an event. */
function writeBody({ random, mode }: HeadContext): string {
  return isOracle(mode) ? pick(random, ['BEGIN NULL; END', 'SET @a = 1']) : pick(random, bodies);
}

function writeEnd({ random }: HeadContext, name: string): string {
  return pick(random, ['', ` ${name}`, `\r\n${name}`, ` /* end */ ${name}`]);
}
