/** The ends of blocks, loops, IF and CASE, the assignment of each END to what it closes, and their labels. */
import { kw } from './keywords';
import type { Name } from './nodes';
import { readOracleLabel } from './parse-oracle-statement';
import type { TokenCursor } from './token-cursor';
import { op } from './tokens';
import { place, wordName } from './vocabulary';

/** Reads with one more block, loop, IF or CASE open, named by its keyword. */
export function within<T>(r: TokenCursor, keyword: number, read: () => T): T {
  r.blocks.push(keyword);
  const result = read();
  r.blocks.pop();
  return result;
}

/** Reads END and the keyword after it (0: none). Does not move at an END that closes an outer block. */
export function close(r: TokenCursor, keyword: number, first: number): void {
  if (!r.at(kw.END)) return reportEnd(r, keyword, first, r.describe(r.position));
  const closed = closedByEnd(r);
  if (closed !== keyword) {
    reportEnd(r, keyword, first, closed === 0 ? '`END`' : `\`END ${wordName(closed)}\``);
    if (closesSomething(r)) return;
  }
  r.position += closed === 0 ? 1 : 2;
}

function reportEnd(r: TokenCursor, keyword: number, first: number, found: string): void {
  const what = keyword === 0 ? 'END' : `END ${wordName(keyword)}`;
  const code = `expected-${what.toLowerCase().replace(' ', '-')}`;
  const opener = r.raw(first).toUpperCase();
  r.reportMissing(code, `Expected \`${what}\` to close the \`${opener}\` on line ${r.lineOf(first)}, found ${found}.`);
}

/** Returns the keyword after END if it is one that an END can have, otherwise 0. */
function closedByEnd(r: TokenCursor): number {
  const id = r.id(r.position + 1);
  switch (id) {
    case kw.IF:
    case kw.CASE:
    case kw.LOOP:
    case kw.WHILE:
    case kw.REPEAT:
    case kw.FOR:
      return id;
    default:
      return 0;
  }
}

/** Returns true at a word that can only close or continue an open block. */
export function isCloser(r: TokenCursor): boolean {
  switch (r.id(r.position)) {
    case kw.END:
    case kw.ELSE:
    case kw.ELSEIF:
    case kw.WHEN:
    case kw.UNTIL:
      return !r.next(op.colon);
    case kw.ELSIF:
    case kw.EXCEPTION:
      return r.oracle;
    default:
      return false;
  }
}

/** Returns true if the closing word at the position belongs to any open block, however far out. */
export function closesSomething(r: TokenCursor): boolean {
  switch (r.id(r.position)) {
    case kw.END:
      return r.blocks.some((open) => isClosedBy(r, open, closedByEnd(r)));
    case kw.ELSE:
      return r.blocks.includes(kw.IF) || r.blocks.includes(kw.CASE);
    case kw.ELSEIF:
    case kw.ELSIF:
      return r.blocks.includes(kw.IF);
    case kw.WHEN:
      return r.blocks.includes(kw.CASE) || r.blocks.includes(kw.EXCEPTION);
    case kw.UNTIL:
      return r.blocks.includes(kw.REPEAT);
    default:
      return r.blocks.includes(kw.BEGIN);
  }
}

function isClosedBy(r: TokenCursor, open: number, keyword: number): boolean {
  if (open === kw.BEGIN) return keyword === 0;
  if (r.oracle && keyword === kw.LOOP) return open === kw.LOOP || open === kw.WHILE || open === kw.FOR;
  return open === keyword;
}

/** Returns true if an END that closes no block was probably meant for the innermost one: END WHILE for END IF. */
export function isMistaken(r: TokenCursor): boolean {
  const innermost = r.blocks.at(-1);
  return r.at(kw.END) && innermost !== undefined && innermost !== kw.BEGIN && innermost !== kw.EXCEPTION;
}

export function skipStray(r: TokenCursor): void {
  const word = r.raw(r.position).toUpperCase();
  r.report('unexpected-end', r.position, `Unexpected \`${word}\`: nothing that it could end or continue is open here.`);
  if (r.at(kw.END) && closedByEnd(r) !== 0) r.position++;
  r.position++;
  if (r.isName(r.position) && r.isEnd(r.position + 1)) r.position++;
}

/**
 * Returns true at a CREATE of a stored program where `;` is the delimiter: then the definition before it is unfinished.
 */
export function startsDefinition(r: TokenCursor): boolean {
  if (!r.at(kw.CREATE)) return false;
  for (let i = r.position + 1; i < r.position + 12; i++) {
    switch (r.id(i)) {
      case kw.PROCEDURE:
      case kw.FUNCTION:
      case kw.TRIGGER:
      case kw.EVENT:
        return true;
      case kw.TABLE:
      case kw.VIEW:
      case op.openParenthesis:
      case op.semicolon:
        return false;
    }
  }
  return false;
}

export function readLabel(r: TokenCursor): Name | null {
  if (r.oracle) return readOracleLabel(r);
  if (!r.isName(r.position) || !r.next(op.colon)) return null;
  r.checkName(r.position, place.label);
  const label = r.name(r.position);
  const clash = r.labels.some((open) => open.name === label.text.toLowerCase());
  if (clash)
    r.report('duplicate-label', r.position, `Label \`${label.text}\` is already used by an enclosing block or loop.`);
  r.position += 2;
  return label;
}

/** Reads `END name`, which repeats the label of its block or loop. */
export function readEndLabel(r: TokenCursor, label: Name | null): void {
  // ORACLE mode ends a routine with its name, schema included.
  if (r.oracle && r.isName(r.position) && r.next(op.dot)) r.position += 2;
  if (!r.isName(r.position) || !r.isEnd(r.position + 1)) return;
  const name = r.name(r.position).text;
  if (label === null) {
    if (!r.oracle)
      r.report('label-mismatch', r.position, `END has the label \`${name}\`, but its block or loop has none.`);
  } else if (name.toLowerCase() !== label.text.toLowerCase()) {
    r.report(
      'label-mismatch',
      r.position,
      `END has the label \`${name}\`, but its block or loop has \`${label.text}\`.`,
    );
  }
  r.position++;
}
