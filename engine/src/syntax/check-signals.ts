/** Conditions that SIGNAL and RESIGNAL name. */
import type { DeclaredNames } from './declared-names';
import type { SqlStatement } from './nodes';
import type { SyntaxError } from './syntax-error';
import type { BlockChain } from './walk-statements';

const condition =
  /^(?:RE)?SIGNAL\s+(?:SQLSTATE\s+(?:VALUE\s+)?(?:'([^']*)'|"([^"]*)")|(?!SET\b)(?:`([^`]+)`|([\w$\u0080-\uffff]+)))/i;

/** Finds an invalid SQLSTATE, an undeclared condition, and a condition that is declared for an error number. */
export function checkSignal(
  text: string,
  { span }: SqlStatement,
  around: BlockChain | null,
  names: DeclaredNames,
): SyntaxError[] {
  const written = text.slice(span.start, span.end).replace(comment, ' ');
  const [, single, double, quoted, plain] = condition.exec(written) ?? [];
  const state = single ?? double;
  if (state !== undefined) {
    if (isState(state)) return [];
    return [
      {
        code: 'bad-sqlstate',
        span,
        message: `Invalid SQLSTATE '${state}': expected five digits or upper-case letters, not starting with 00.`,
      },
    ];
  }
  const name = quoted ?? plain;
  if (name === undefined) return [];
  const value = names.find(around, 'condition', name)?.declaration.value;
  if (value === undefined) return [{ code: 'unknown-condition', span, message: `Undeclared condition \`${name}\`.` }];
  if (value === '' || value.startsWith('SQLSTATE ')) return [];
  const message = `Condition \`${name}\` is declared for error ${value}, but SIGNAL needs a condition for an SQLSTATE.`;
  return [{ code: 'condition-without-sqlstate', span, message }];
}

/** The comments before the condition, where no string can contain one. */
const comment = /\/\*(?!!)[^]*?\*\/|--\s[^\n]*|#[^\n]*/g;

/** Returns true for five digits or upper-case letters that do not begin with 00, which means success. */
function isState(state: string): boolean {
  return /^(?!00)[0-9A-Z]{5}$/.test(state);
}
