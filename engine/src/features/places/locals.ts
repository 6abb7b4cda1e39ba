/** The names that a routine declares for itself, and where each holds. */
import { append } from '../../base/long-lists';
import type { Span } from '../../base/text';
import type { Declaration, Definition, Name, Script, Statement } from '../../syntax/nodes';
import { op } from '../../syntax/tokens';
import { wordOfToken } from './token-at';
import { contains, walkStatements } from './walk';

export interface Local {
  readonly kind: 'parameter' | 'variable' | 'cursor' | 'condition' | 'label';
  readonly name: Name;
  /** `IN p_id INT`, `v_total DECIMAL(10,2)`: what a hover shows. */
  readonly detail: string;
  /** The type as declared; null if there is none. */
  readonly type: string | null;
  /** The span in which the name has this meaning; an inner declaration of the same name hides it. */
  readonly scope: Span;
}

/** Returns the local names in the order of the text. */
export function collectLocals(definition: Definition): readonly Local[] {
  const locals: Local[] = definition.parameters.map(({ mode, modeWritten, name, type }) => ({
    kind: 'parameter',
    name,
    detail: `${modeWritten ? `${mode.toUpperCase()} ` : ''}${name.text} ${type.text}`,
    type: type.text,
    scope: definition.span,
  }));
  for (const statement of walkStatements(definition.statement)) append(locals, declaredBy(statement));
  return locals;
}

/** Returns the meaning of a name at an offset: the innermost declaration. Labels have a name space of their own. */
export function findLocal(locals: readonly Local[], name: string, offset: number, label: boolean): Local | null {
  const fitting = locals.filter(
    (local) => (local.kind === 'label') === label && sameName(local.name.text, name) && within(local.scope, offset),
  );
  return fitting.reduce<Local | null>(
    (inner, local) => (inner === null || contains(inner.scope, local.scope) ? local : inner),
    null,
  );
}

/** Returns true at a word that can only be a label: before a colon, or after LEAVE, ITERATE, END and similar. */
export function isLabelPlace(script: Script, token: number): boolean {
  if (script.tokens.id[token + 1] === op.colon) return true;
  const before = wordOfToken(script, token - 1);
  if (before === 'LEAVE' || before === 'ITERATE' || before === 'END') return true;
  return wordOfToken(script, token - 2) === 'END' && loopWords.has(before);
}

const loopWords = new Set(['LOOP', 'WHILE', 'REPEAT', 'FOR']);

function declaredBy(statement: Statement): readonly Local[] {
  if (statement.kind !== 'block' && statement.kind !== 'loop') return [];
  const { span: scope, label } = statement;
  const labels: Local[] =
    label === null ? [] : [{ kind: 'label', name: label, detail: `${label.text}:`, type: null, scope }];
  if (statement.kind === 'block')
    return [...labels, ...statement.declarations.flatMap((declaration) => declared(declaration, scope))];
  if (statement.variable === null) return labels;
  const name = statement.variable;
  return [...labels, { kind: 'variable', name, detail: `${name.text} (loop variable)`, type: null, scope }];
}

function declared(declaration: Declaration, scope: Span): readonly Local[] {
  switch (declaration.kind) {
    case 'variable':
      return declaration.names.map((name) => ({
        kind: 'variable',
        name,
        detail: `${name.text} ${declaration.type.text}`,
        type: declaration.type.text,
        scope,
      }));
    case 'cursor':
      return [{ kind: 'cursor', name: declaration.name, detail: `${declaration.name.text} CURSOR`, type: null, scope }];
    case 'condition': {
      const detail = `${declaration.name.text} CONDITION FOR ${declaration.value}`;
      return [{ kind: 'condition', name: declaration.name, detail, type: null, scope }];
    }
    case 'handler':
      return [];
  }
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function within(span: Span, offset: number): boolean {
  return span.start <= offset && offset < span.end;
}
