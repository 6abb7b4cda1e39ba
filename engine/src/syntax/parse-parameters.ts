/** The parameters of procedures and functions. */
import { kw } from './keywords';
import type { Span } from '../base/text';
import type { ParameterSyntax } from './nodes';
import { parseType } from './parse-type';
import type { TokenCursor } from './token-cursor';
import { stop } from './clause-words';
import { scanExpression } from './scan-clauses';
import { op } from './tokens';
import { place } from './vocabulary';

export interface ParameterList {
  /** The span between the parentheses; null if there is no list. */
  readonly span: Span | null;
  readonly parameters: readonly ParameterSyntax[];
}

/** Reads `( … )`. The position is where the `(` should be. */
export function parseParameters(r: TokenCursor, kind: 'procedure' | 'function'): ParameterList {
  if (!r.at(op.openParenthesis)) {
    if (!r.oracle) r.reportExpected('expected-open-parenthesis', '`(`');
    return { span: null, parameters: [] };
  }
  const open = r.position++;
  const parameters: ParameterSyntax[] = [];
  if (!r.at(op.closeParenthesis)) {
    do {
      const parameter = parseParameter(r, kind);
      if (parameter === null) break;
      parameters.push(parameter);
    } while (r.accept(op.comma));
  }
  if (!r.at(op.closeParenthesis)) {
    r.reportExpected('expected-close-parenthesis', '`)` or `,`');
    skipToClose(r);
  }
  const end = r.at(op.closeParenthesis) ? r.start(r.position) : r.end(r.position - 1);
  r.accept(op.closeParenthesis);
  return { span: { start: r.end(open), end }, parameters };
}

function parseParameter(r: TokenCursor, kind: 'procedure' | 'function'): ParameterSyntax | null {
  const first = r.position;
  let mode = readMode(r);
  if (mode !== null && kind === 'function' && r.options.dialect === 'mysql') {
    r.report(
      'mariadb-only',
      first,
      `MySQL function parameters take no mode: all are IN. Remove ${mode.toUpperCase()}.`,
    );
  }
  if (mode !== null && r.oracle)
    r.report('unexpected-token', first, `In ORACLE mode ${mode.toUpperCase()} comes after the parameter name.`);
  if (!r.isName(r.position)) {
    r.reportExpected('expected-parameter', 'a parameter');
    return null;
  }
  r.checkName(r.position, place.variable);
  const name = r.name(r.position++);
  r.findings.locals.add(name.text.toLowerCase());
  if (r.oracle) mode ??= readMode(r);
  const type = parseType(r, 'parameter') ?? { span: r.span(r.position, r.position), text: '' };
  if (r.at(kw.DEFAULT) || r.at(op.assign)) readDefault(r);
  const span = r.span(first, r.position);
  return { span, mode: mode ?? 'in', modeWritten: mode !== null, name, type };
}

/** Reads the default value of a parameter, which MariaDB supports from 11.8 on. */
function readDefault(r: TokenCursor): void {
  const { dialect, serverVersion } = r.options;
  if (dialect === 'mysql' || serverVersion < 110800)
    r.report('unexpected-token', r.position, 'Parameters cannot have default values on this server.');
  r.position++;
  scanExpression(r, stop.comma);
}

function readMode(r: TokenCursor): ParameterSyntax['mode'] | null {
  if (r.next(op.comma) || r.next(op.closeParenthesis)) return null;
  if (r.accept(kw.IN)) {
    // IN OUT is ORACLE mode's INOUT.
    return r.oracle && r.accept(kw.OUT) ? 'inout' : 'in';
  }
  if (r.accept(kw.OUT)) return 'out';
  return r.accept(kw.INOUT) ? 'inout' : null;
}

/** Skips to the `)` that should have closed the list, or to where it is certainly missing. */
function skipToClose(r: TokenCursor): void {
  for (; !r.isHardEnd(r.position); r.position++) {
    switch (r.id(r.position)) {
      case op.closeParenthesis:
      case op.semicolon:
      case kw.BEGIN:
      case kw.RETURNS:
      case kw.SQL:
      case kw.DETERMINISTIC:
        return;
      case op.openParenthesis:
        r.skipParentheses();
        r.position--;
    }
  }
}
