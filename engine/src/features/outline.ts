/** The outline of a file: its routines, and in each its parameters, declarations and named blocks. */
import type { RoutineKind } from '../syntax/routine-kind';
import type { Span } from '../base/text';
import { printKey } from '../routine/routine';
import type { FileFacts, SourceRoutine } from '../analysis/sources/source-index';
import type { Declaration, Statement } from '../syntax/nodes';
import { childStatements } from './places/walk';

export interface OutlineItem {
  readonly kind: RoutineKind | 'parameter' | 'variable' | 'cursor' | 'condition' | 'handler' | 'block';
  readonly name: string;
  /** The text beside the name: a type, a signature. */
  readonly detail: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly OutlineItem[];
}

export function makeOutline(facts: FileFacts, depth: 'all' | 'routines' = 'all'): readonly OutlineItem[] {
  if (depth === 'routines') return facts.routines.map(outlineKept);
  return facts.routines.map((source) => {
    const members = facts.members.filter(({ within }) => within === source.identity);
    const item = outlineRoutine(source);
    return members.length === 0 ? item : { ...item, children: [...item.children, ...members.map(outlineRoutine)] };
  });
}

function outlineRoutine(source: SourceRoutine): OutlineItem {
  const { key, definition } = source;
  const parameters = definition.parameters.map((parameter): OutlineItem => {
    const { name, mode, modeWritten, type, span } = parameter;
    const detail = modeWritten ? `${mode.toUpperCase()} ${type.text}` : type.text;
    return { kind: 'parameter', name: name.text, detail, span, nameSpan: name.span, children: [] };
  });
  return {
    kind: definition.kind,
    name: printKey(key),
    detail: detailOf(source),
    span: definition.span,
    nameSpan: definition.name.span,
    children: [...parameters, ...outlineBody(definition.statement)],
  };
}

/** Returns the item from cached data: its syntax need not be in memory. */
function outlineKept({ key, span, nameSpan }: SourceRoutine): OutlineItem {
  return { kind: key.kind, name: printKey(key), detail: key.kind, span, nameSpan, children: [] };
}

/** Returns the kind, with the part of the head that distinguishes it. */
function detailOf({ definition, script }: SourceRoutine): string {
  const { kind, returns, trigger, event } = definition;
  if (returns !== null) return `${kind} → ${returns.text}`;
  if (trigger !== null) return `${kind} ${trigger.timing} ${trigger.events.join(' or ')} on ${trigger.table.name.text}`;
  if (event?.schedule != null)
    return `${kind} ${script.text.slice(event.schedule.start, event.schedule.end).replace(/\s+/g, ' ')}`;
  return kind;
}

/** Returns the items of a body. The outermost block is the routine itself: its declarations are its direct children. */
function outlineBody(statement: Statement | null): readonly OutlineItem[] {
  if (statement === null) return [];
  return statement.kind === 'block' ? outlineInside(statement) : outlineStatement(statement);
}

function outlineInside(statement: Statement): readonly OutlineItem[] {
  if (statement.kind !== 'block') return childStatements(statement).flatMap(outlineStatement);
  return [...statement.declarations.flatMap(outlineDeclaration), ...statement.statements.flatMap(outlineStatement)];
}

/** Returns blocks and labelled loops as items; for other statements only the items inside. */
function outlineStatement(statement: Statement): readonly OutlineItem[] {
  const children = outlineInside(statement);
  if (statement.kind !== 'block' && statement.kind !== 'loop') return children;
  const form = statement.kind === 'block' ? 'BEGIN' : statement.form.toUpperCase();
  const { label, span } = statement;
  if (label === null && (statement.kind === 'loop' || children.length === 0)) return children;
  const nameSpan = label?.span ?? { start: span.start, end: Math.min(span.end, span.start + form.length) };
  return [{ kind: 'block', name: label?.text ?? form, detail: label === null ? '' : form, span, nameSpan, children }];
}

function outlineDeclaration(declaration: Declaration): readonly OutlineItem[] {
  const { span } = declaration;
  switch (declaration.kind) {
    case 'variable':
      return declaration.names.map((name) => ({
        kind: 'variable',
        name: name.text,
        detail: declaration.type.text,
        span: { start: Math.min(span.start, name.span.start), end: Math.max(span.end, name.span.end) },
        nameSpan: name.span,
        children: [],
      }));
    case 'cursor':
    case 'condition': {
      const { kind, name } = declaration;
      return [{ kind, name: name.text, detail: kind, span, nameSpan: name.span, children: [] }];
    }
    case 'handler': {
      const name = `${declaration.action.toUpperCase()} HANDLER FOR ${declaration.conditions.join(', ')}`;
      const children = outlineBody(declaration.statement);
      return [{ kind: 'handler', name, detail: '', span, nameSpan: span, children }];
    }
  }
}
