/** Declarations that repeat a name, are in the wrong order, or are missing. */
import type { DeclaredNames } from './declared-names';
import type { BlockStatement, CursorStatement, Declaration, Name } from './nodes';
import type { SyntaxError } from './syntax-error';
import type { BlockChain } from './walk-statements';

/** The order that the servers require: variables and conditions, then cursors, then handlers. */
const ranks = { variable: 0, condition: 0, cursor: 1, handler: 2 } as const;

/** Finds names that one block declares twice, declarations in the wrong order, and invalid SQLSTATEs. */
export function checkBlock(
  { declarations }: BlockStatement,
  around: BlockChain | null,
  names: DeclaredNames,
): SyntaxError[] {
  const found: SyntaxError[] = [];
  if (declarations.length === 0) return found;
  findDuplicates(declarations, found);
  findMisordered(declarations, found);
  findBadStates(declarations, found);
  findBadHandlers({ declarations, outer: around }, names, found);
  return found;
}

/** The same of ORACLE mode, where cursors need not come after variables. */
const oracleRanks = { variable: 0, condition: 0, cursor: 0, handler: 2 } as const;

/** Finds declarations after the handlers in a block of ORACLE mode. */
export function checkOracleBlock({ declarations }: BlockStatement): SyntaxError[] {
  const found: SyntaxError[] = [];
  findMisordered(declarations, found, oracleRanks);
  return found;
}

/** Finds an OPEN, FETCH or CLOSE of a cursor that no enclosing block declares. */
export function checkCursor(
  { cursor, form }: CursorStatement,
  around: BlockChain | null,
  names: DeclaredNames,
): SyntaxError[] {
  if (cursor.text === '' || cursor.text.toUpperCase() === 'GROUP') return [];
  if (names.find(around, 'cursor', cursor.text) !== null) return [];
  const message = `Undeclared cursor \`${cursor.text}\` in ${form.toUpperCase()}.`;
  return [{ code: 'unknown-cursor', span: cursor.span, message }];
}

function findDuplicates(declarations: readonly Declaration[], found: SyntaxError[]): void {
  const seen = new Set<string>();
  for (const one of declarations)
    for (const name of namesOf(one)) {
      const key = `${one.kind} ${name.text.toLowerCase()}`;
      if (seen.has(key)) found.push(duplicate(one, name));
      seen.add(key);
    }
}

function duplicate({ kind }: Declaration, name: Name): SyntaxError {
  const message = `Duplicate ${kind} \`${name.text}\` in this block.`;
  return { code: 'duplicate-declaration', span: name.span, message };
}

function namesOf(one: Declaration): readonly Name[] {
  if (one.kind === 'handler') return [];
  return one.kind === 'variable' ? one.names : [one.name];
}

function findMisordered(
  declarations: readonly Declaration[],
  found: SyntaxError[],
  rankOf: Readonly<Record<Declaration['kind'], number>> = ranks,
): void {
  let highest = 0;
  for (const one of declarations) {
    const rank = rankOf[one.kind];
    if (rank >= highest) highest = rank;
    else {
      const before = highest === 2 ? 'handlers' : 'cursors';
      const message = `This ${one.kind} is declared after the ${before} of its block. Move it before them.`;
      found.push({ code: 'declaration-order', span: one.span, message });
    }
  }
}

/**
 * Finds invalid SQLSTATEs. A valid one has five digits or upper-case letters, and does not begin with 00, which means
 * success.
 */
function findBadStates(declarations: readonly Declaration[], found: SyntaxError[]): void {
  for (const one of declarations) {
    if (one.kind !== 'handler' && one.kind !== 'condition') continue;
    for (const value of one.kind === 'handler' ? one.conditions : [one.value]) {
      if (!value.startsWith('SQLSTATE ') || /^SQLSTATE '(?!00)[0-9A-Z]{5}'$/.test(value)) continue;
      found.push({
        code: 'bad-sqlstate',
        span: one.span,
        message: `Invalid ${value}: expected five digits or upper-case letters, not starting with 00.`,
      });
    }
  }
}

/** Finds handlers of undeclared conditions, and of a condition that another handler of the block has. */
function findBadHandlers(block: BlockChain, names: DeclaredNames, found: SyntaxError[]): void {
  const handled = new Set<string>();
  for (const one of block.declarations) {
    if (one.kind !== 'handler') continue;
    for (const condition of one.conditions) {
      const isDouble = handled.has(condition.toLowerCase());
      handled.add(condition.toLowerCase());
      if (isDouble) {
        const message = `Duplicate handler for ${condition} in this block.`;
        found.push({ code: 'duplicate-declaration', span: one.span, message });
      } else if (isNamed(condition) && names.find(block, 'condition', condition) === null) {
        found.push({
          code: 'unknown-condition',
          span: one.span,
          message: `Undeclared condition \`${condition}\`.`,
        });
      }
    }
  }
}

function isNamed(condition: string): boolean {
  return !/^(\d+$|SQLSTATE '|(NOT FOUND|SQLEXCEPTION|SQLWARNING)$)/.test(condition);
}
