/** One CREATE of a procedure, function, trigger, event, view or package. */
import type { Span } from '../base/text';
import { checkCounts } from './check-counts';
import { checkNames } from './check-names';
import { checkOracleRoutine, checkRoutine, type CheckedRoutine } from './check-routine';
import { checkStrictly } from './check-strictly';
import { checkTriggerRows } from './check-trigger-rows';
import { resolveDynamic } from './dynamic-sql';
import { findBrokenEncoding } from './encoding';
import { delimiterInComment } from './lexical-errors';
import { kw } from './keywords';
import { makeMembers, markNeighbours } from './make-members';
import type { CharacteristicSyntax, Definition, EventClause, Statement, TriggerClause } from './nodes';
import { parseCharacteristics } from './parse-characteristics';
import { parseEventClause, parseTriggerClause } from './parse-event-and-trigger';
import { findCreatedKind, parseHead, parseMisspelt, type Head, type Misspelling } from './parse-head';
import { parseOracleBody, parsePackageBody, type PackageRoutine } from './parse-oracle';
import { parseParameters, type ParameterList } from './parse-parameters';
import { parseStatement } from './parse-statement';
import { ParsedDefinition, type DefinitionParts } from './parsed-definition';
import { parseType } from './parse-type';
import { makeCollected, type TokenCursor } from './token-cursor';
import { scanQuery } from './scan-clauses';
import { resolveReferences } from './resolve-references';
import type { SyntaxError } from './syntax-error';
import { op, tokenKind } from './tokens';
import { place } from './vocabulary';

/** The settings in force in the file before the definition. */
export interface FileContext {
  readonly schema: string | null;
  readonly sqlMode: readonly string[] | null;
  readonly timeZone: string | null;
}

/** The parts that depend on the kind. */
type Rest = Pick<
  Definition,
  'parameterList' | 'parameters' | 'returns' | 'characteristics' | 'trigger' | 'event' | 'statement'
> & {
  readonly body: Span | null;
  /** Makes the same tree again. */
  readonly again: () => Statement | null;
  /** The routines of a package. */
  readonly routines?: readonly PackageRoutine[];
};

/** Reads the definition that begins at the position, up to its `;` or its delimiter, which stays. */
export function parseDefinition(r: TokenCursor, around: FileContext, misspelt: Misspelling | 'right'): Definition {
  const first = r.position;
  r.findings = makeCollected();
  r.errors = [];
  r.undelimited = isUndelimited(r);
  const head = misspelt === 'right' ? parseHead(r) : parseMisspelt(r, misspelt);
  // The parts are listed one by one below: spreading them takes a seventh of the time of reading a definition.
  const rest = parseRest(r, head);
  const { routines = [] } = rest;
  const bodyEnd = r.position;
  if (!r.isHardEnd(r.position) && !r.at(op.semicolon) && !r.isAfterCut()) skipRemainder(r);
  const end = Math.max(bodyEnd, r.position);
  for (const references of [r.findings, ...routines.map((routine) => routine.findings)])
    markNeighbours(references.references, head.name.name.text, routines);
  const dynamic = resolveDynamic(r);
  const span = r.span(first, end);
  const { checks } = r.findings;
  const structural = findStructural(r, span);
  const { modes } = r;
  const rows = rest.trigger === null ? [] : checkTriggerRows(r, rest.trigger, { from: first, end: bodyEnd, checks });
  const program = structural.length > 0 ? [] : findMistakes(r, makeProgram(head, rest));
  const schema = head.name.schema?.text ?? around.schema;
  const members = makeMembers(r, { name: head.name, schema, sqlMode: around.sqlMode }, routines);
  const parts = {
    kind: head.kind,
    span,
    name: head.name,
    schema,
    home: around.schema,
    orReplace: head.orReplace,
    ifNotExists: head.ifNotExists,
    definer: head.definer,
    parameterList: rest.parameterList,
    parameters: rest.parameters,
    returns: rest.returns,
    characteristics:
      head.characteristics.length === 0 ? rest.characteristics : [...head.characteristics, ...rest.characteristics],
    trigger: rest.trigger,
    event: rest.event,
    body: rest.body,
    references: resolveReferences(r.findings.references),
    dynamic,
    members,
    sqlMode: around.sqlMode,
    timeZone: around.timeZone,
    undelimited: r.undelimited && holdsSemicolon(r, first, bodyEnd),
  };
  // The values that this closure keeps must not reference the tree: `rest` and `parts` would.
  const { again, parameters } = rest;
  const names = findBadNames(r, r.oddNames(first, bodyEnd), parts);
  return new ParsedDefinition(parts, {
    makeStatement: keepTree(rest, r.keepsTrees),
    // Strictness costs as much as all the rest.
    findErrors: () => {
      const { errors, counts } = checkStrictly(r, modes, checks, structural);
      const broken = r.options.client ? findBrokenEncoding(r.text, span) : [];
      const statement = counts.length > 0 && structural.length === 0 ? again() : null;
      const limits = statement === null ? [] : checkCounts(r, counts, parameters, statement);
      return [...broken, ...structural, ...errors, ...program, ...rows, ...limits, ...names];
    },
  });
}

/** Returns the errors of its tokens and its structure, up to and with its delimiter. */
function findStructural(r: TokenCursor, { start, end }: Span): readonly SyntaxError[] {
  const { tokens, position } = r;
  if (tokens.cuts.has(position)) r.errors.push(delimiterInComment(tokens, position));
  const isDelimited = r.kind(position) === tokenKind.delimiter;
  return [...r.lexicalErrors({ start, end: isDelimited ? r.start(position) + 1 : end }), ...r.errors];
}

function keepTree({ statement, again }: Rest, keeps: boolean): () => Statement | null {
  return keeps ? () => statement : again;
}

const noNames: readonly SyntaxError[] = [];

function findBadNames(r: TokenCursor, odd: readonly number[], parts: DefinitionParts): readonly SyntaxError[] {
  return odd.length === 0 ? noNames : checkNames(r, odd, parts);
}

function findMistakes(r: TokenCursor, program: CheckedRoutine): SyntaxError[] {
  return r.oracle ? checkOracleRoutine(program) : checkRoutine(r.text, program);
}

function makeProgram({ kind, name }: Head, { parameters, statement }: Rest): CheckedRoutine {
  return { kind, name, parameters, statement };
}

const nothing: Rest = {
  parameterList: null,
  parameters: [],
  returns: null,
  characteristics: [],
  trigger: null,
  event: null,
  body: null,
  statement: null,
  again: () => null,
};

function parseRest(r: TokenCursor, head: Head): Rest {
  switch (head.kind) {
    case 'procedure':
    case 'function':
      return parseRoutine(r, head);
    case 'trigger':
      return parseTrigger(r);
    case 'event':
      return parseEvent(r);
    case 'view':
      return parseView(r);
    default:
      return parsePackage(r);
  }
}

function parseRoutine(r: TokenCursor, head: Head): Rest {
  const { span, parameters } = parseParameters(r, head.kind === 'function' ? 'function' : 'procedure');
  const returns = head.kind === 'function' ? parseReturns(r) : null;
  const characteristics = parseCharacteristics(r);
  const base = { ...nothing, parameterList: span, parameters, returns, characteristics } satisfies Rest & {
    parameterList: ParameterList['span'];
  };
  if (r.at(kw.AS) && (r.kind(r.position + 1) === tokenKind.dollarText || r.kind(r.position + 1) === tokenKind.string)) {
    checkForeignBody(r, characteristics);
    r.position += 2;
    return { ...base, body: r.span(r.position - 1, r.position) };
  }
  if (r.options.dialect === 'mysql' && findForeignLanguage(characteristics) !== null)
    r.reportExpected('expected-as', `\`AS\` and a body in ${findForeignLanguage(characteristics)}`);
  if (r.oracle) return { ...base, ...readBody(r, parseOracleBody) };
  return { ...base, ...readBody(r, parseStatement) };
}

/** Checks AS with a string, which is for routines of MySQL in other languages than SQL. */
function checkForeignBody(r: TokenCursor, characteristics: readonly CharacteristicSyntax[]): void {
  if (r.options.dialect === 'mariadb') r.report('mysql-only', r.position, 'Routines in other languages require MySQL.');
  else if (findForeignLanguage(characteristics) === null)
    r.report('unexpected-token', r.position, 'A body in a string needs a LANGUAGE other than SQL.');
}

function findForeignLanguage(characteristics: readonly CharacteristicSyntax[]): string | null {
  const language = characteristics.findLast(({ kind }) => kind === 'language')?.value ?? 'SQL';
  return language === 'SQL' ? null : language;
}

function parseReturns(r: TokenCursor): Definition['returns'] {
  if (r.oracle && r.at(kw.RETURNS))
    r.report('expected-returns', r.position, 'Expected `RETURN` in ORACLE mode, found `RETURNS`.');
  if (r.accept(kw.RETURNS) || (r.oracle && r.accept(kw.RETURN))) return parseType(r, 'result');
  r.reportExpected('expected-returns', '`RETURNS` and a data type');
  return null;
}

function parseTrigger(r: TokenCursor): Rest {
  const trigger: TriggerClause = parseTriggerClause(r);
  return { ...nothing, trigger, ...readBody(r, parseStatement) };
}

function parseEvent(r: TokenCursor): Rest {
  const event: EventClause = parseEventClause(r);
  return { ...nothing, event, ...readBody(r, parseStatement) };
}

/** Reads CREATE VIEW name [(columns)] AS SELECT … [WITH CHECK OPTION]. */
function parseView(r: TokenCursor): Rest {
  if (r.at(op.openParenthesis)) readViewColumns(r);
  r.expect(kw.AS, 'expected-as', '`AS`');
  const first = r.position;
  scanQuery(r);
  const end = withoutCheckOption(r);
  if (r.position === first) r.reportExpected('expected-query', 'a SELECT for the view');
  else r.findings.checks.push({ kind: 'view', first, end });
  return { ...nothing, body: r.position > first ? r.span(first, end) : null };
}

/** Reads `(a, b)`, a list of names only. */
function readViewColumns(r: TokenCursor): void {
  const open = r.position;
  do {
    r.position++;
    if (r.isName(r.position)) r.checkName(r.position, place.column);
    else r.reportExpected('expected-name', 'a column name');
    if (r.isName(r.position)) r.position++;
  } while (r.at(op.comma));
  if (r.at(op.closeParenthesis)) {
    r.position++;
    return;
  }
  r.reportExpected('expected-close-parenthesis', '`)`');
  r.position = open;
  r.skipParentheses();
}

/** Returns the end of the SELECT before WITH [CASCADED | LOCAL] CHECK OPTION. */
function withoutCheckOption(r: TokenCursor): number {
  const end = r.position;
  if (!r.isWord(end - 1, 'OPTION') || !r.isWord(end - 2, 'CHECK')) return end;
  if (r.id(end - 3) === kw.WITH) return end - 3;
  return r.id(end - 4) === kw.WITH && /^(CASCADED|LOCAL)$/.test(r.upper(end - 3)) ? end - 4 : end;
}

/** Reads a package. The routines of its body are separate definitions; their references are also the body's. */
function parsePackage(r: TokenCursor): Rest {
  const characteristics = parseCharacteristics(r);
  if (r.at(kw.AS) || r.at(kw.IS)) r.position++;
  else r.reportExpected('expected-as', '`AS`');
  const first = r.position;
  const routines = parsePackageBody(r);
  return { ...nothing, characteristics, routines, body: r.position > first ? r.span(first, r.position) : null };
}

function readBody(
  r: TokenCursor,
  read: (r: TokenCursor) => Statement | null,
): Pick<Rest, 'body' | 'statement' | 'again'> {
  const first = r.position;
  const second = r.fork();
  const statement = r.isEnd(first) ? null : read(r);
  if (statement === null && !r.isAfterCut()) r.reportExpected('expected-body', 'a body');
  const again = statement === null ? nothing.again : (): Statement | null => read(second());
  return { statement, body: r.position > first ? r.span(first, r.position) : null, again };
}

/** Reports text after the body, unless it begins another definition: then only the delimiter is missing. */
function skipRemainder(r: TokenCursor): void {
  if (findCreatedKind(r) !== null) {
    r.report('expected-delimiter', r.position, `Expected a delimiter before this ${r.raw(r.position).toUpperCase()}.`);
    return;
  }
  r.report('text-after-end', r.position, `Expected a delimiter after the definition, found ${r.describe(r.position)}.`);
  while (!r.isHardEnd(r.position) && !r.at(op.semicolon) && findCreatedKind(r) === null) r.position++;
}

/** Returns true if `;` is the delimiter, which may nevertheless occur inside the body. */
export function isUndelimited(r: TokenCursor): boolean {
  const end = r.chunkEnd(r.position);
  return r.kind(end) === tokenKind.delimiter && r.id(end) === op.semicolon;
}

function holdsSemicolon(r: TokenCursor, first: number, end: number): boolean {
  for (let i = first; i < end; i++) if (r.id(i) === op.semicolon) return true;
  return false;
}
