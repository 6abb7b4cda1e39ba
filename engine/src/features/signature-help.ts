/** Signature help: the parameters of the routine or built-in function whose parentheses contain the cursor. */
import type { SourceIndex, SourceRoutine } from '../analysis/sources/source-index';
import type { Span } from '../base/text';
import { identify } from '../routine/routine';
import type { Script } from '../syntax/nodes';
import { op } from '../syntax/tokens';
import type { BuiltIn } from './built-ins/built-ins';
import { isVariadic, parametersOf } from './built-ins/call-form';
import { findCalledBuiltIn } from './built-ins/called-built-in';
import { readLeadingComment } from './leading-comment';
import { printParameter, printSignature } from './signature';
import { findRoutineAt } from './places/subject';
import { firstToken, isName, nameOfToken, wordOfToken } from './places/token-at';

export interface SignatureHelp {
  readonly label: string;
  /** The places of the parameters in the label. */
  readonly parameters: readonly Span[];
  /** The active parameter from 0; at or beyond the number of parameters if there are too many arguments. */
  readonly active: number;
  /** The routine's COMMENT, otherwise the comment above it; what a built-in function is for. */
  readonly comment: string;
}

export function makeSignatureHelp(index: SourceIndex, file: string, offset: number): SignatureHelp | null {
  const script = index.facts(file)?.script;
  const open = script && findOpenList(script, offset);
  if (script === undefined || open === undefined || open === null) return null;
  const callee = findCallee(index, file, script, open.token);
  if (callee !== null) return describeRoutine(callee, open.commas);
  const builtIn = findCalledBuiltIn(script, open.token - 1, index.parserOptions);
  return builtIn && describeBuiltIn(builtIn, open.commas);
}

function describeRoutine(callee: SourceRoutine, commas: number): SignatureHelp {
  const { signature, characteristics, key } = callee.routine;
  const label = printSignature(callee.routine);
  let end = label.indexOf('(');
  const parameters = signature.parameters.map((parameter): Span => {
    const printed = printParameter(parameter, key.kind === 'procedure');
    const start = label.indexOf(printed, end);
    end = start + printed.length;
    return { start, end };
  });
  const comment = characteristics.comment || readLeadingComment(callee).join('\n');
  return { label, parameters, active: commas, comment };
}

/** Describes the first form that has a parameter for the argument; the last parameter of a form with `...` is repeated. */
function describeBuiltIn({ forms, about, deprecated }: BuiltIn, commas: number): SignatureHelp {
  const fits = (form: string): boolean => isVariadic(form) || parametersOf(form).length > commas;
  const label = forms.find(fits) ?? forms[0];
  const parameters = parametersOf(label);
  const active = isVariadic(label) ? Math.min(commas, parameters.length - 1) : commas;
  return { label, parameters, active, comment: deprecated === null ? about : `${about}\n${deprecated}` };
}

/** Returns the opening parenthesis around the offset, and the number of its own commas before the offset. */
function findOpenList(script: Script, offset: number): { readonly token: number; readonly commas: number } | null {
  const { id } = script.tokens;
  let depth = 0;
  let commas = 0;
  for (let token = firstToken(script, offset) - 1; token >= 0; token--) {
    if (id[token] === op.closeParenthesis) depth++;
    else if (id[token] === op.semicolon) return null;
    else if (id[token] === op.comma && depth === 0) commas++;
    else if (id[token] === op.openParenthesis && depth-- === 0) return { token, commas };
  }
  return null;
}

function findCallee(index: SourceIndex, file: string, script: Script, open: number): SourceRoutine | null {
  const { tokens } = script;
  if (open === 0 || !isName(tokens, open - 1)) return null;
  const name = nameOfToken(script, open - 1);
  const qualified = tokens.id[open - 2] === op.dot && open >= 3 && isName(tokens, open - 3);
  const before = wordOfToken(script, open - (qualified ? 4 : 2));
  const owner = findRoutineAt(index, file, name.span.start)?.key.schema ?? index.parserOptions.schema ?? '';
  const schema = qualified ? nameOfToken(script, open - 3).text : owner;
  const kind = before === 'CALL' ? 'procedure' : 'function';
  return index.find(identify({ schema, kind, name: name.text }))[0] ?? null;
}
