/** Semantic tokens: what the names of a text mean, for colours that a grammar cannot know. */
import type { Span } from '../base/text';
import type { FileFacts } from '../analysis/sources/source-index';
import type { Definition, Script } from '../syntax/nodes';
import { findLocalUses } from './places/local-uses';

export type SemanticKind =
  'procedure' | 'function' | 'table' | 'parameter' | 'variable' | 'cursor' | 'condition' | 'label';

export interface SemanticToken {
  readonly kind: SemanticKind;
  /** The span, within one line of the text. */
  readonly span: Span;
  readonly isDeclaration: boolean;
}

/** Returns the tokens that touch the span, in the order of the text and without overlaps. */
export function findSemanticTokens({ script, routines }: FileFacts, within: Span): readonly SemanticToken[] {
  return routines
    .filter(({ definition: { span } }) => span.start < within.end && within.start < span.end)
    .flatMap(({ definition }) => tokensOf(script, definition))
    .filter(({ span }) => span.start < within.end && within.start < span.end);
}

function tokensOf(script: Script, definition: Definition): readonly SemanticToken[] {
  const byStart = new Map<number, SemanticToken>();
  for (const { local, span, isDeclaration } of findLocalUses(script, definition))
    byStart.set(span.start, { kind: local.kind, span, isDeclaration });
  for (const { kind, nameSpan: span } of definition.references)
    byStart.set(span.start, { kind: kindOf(kind), span, isDeclaration: false });
  if (definition.kind === 'procedure' || definition.kind === 'function') {
    const { span } = definition.name.name;
    byStart.set(span.start, { kind: definition.kind, span, isDeclaration: true });
  }
  return [...byStart.values()]
    .filter(({ span }) => !script.text.slice(span.start, span.end).includes('\n'))
    .sort((a, b) => a.span.start - b.span.start);
}

function kindOf(kind: Definition['references'][number]['kind']): SemanticKind {
  if (kind === 'call') return 'procedure';
  return kind === 'function' ? 'function' : 'table';
}
