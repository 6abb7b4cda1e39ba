/** Conversions between the engine's offsets and plain records and the forms of the Language Server Protocol. */
import {
  CompletionItemKind,
  DiagnosticSeverity,
  SemanticTokenModifiers,
  SemanticTokenTypes,
  SymbolKind,
  type Diagnostic as LspDiagnostic,
  type DiagnosticRelatedInformation,
  type Location,
  type Position,
  type Range,
  type SemanticTokensLegend,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { printableLines } from '#engine';
import type {
  Completion,
  Diagnostic,
  FileEdit,
  LineIndex,
  OutlineItem,
  SemanticKind,
  Severity,
  SourceIndex,
  Span,
} from '#engine';

/** Returns the protocol's position; its lines and characters count from 0, the engine's from 1. */
function toPosition(lines: LineIndex, offset: number): Position {
  const { line, column } = lines.place(offset);
  return { line: line - 1, character: column - 1 };
}

export function toRange(lines: LineIndex, span: Span): Range {
  return { start: toPosition(lines, span.start), end: toPosition(lines, span.end) };
}

/** Returns the beginning of a document. */
export function atStart(uri: string): Location {
  const start = { line: 0, character: 0 };
  return { uri, range: { start, end: start } };
}

export function toOffset(lines: LineIndex, { line, character }: Position): number {
  return lines.offset({ line: line + 1, column: character + 1 });
}

/** Returns the edit; files that are not in the index are left out, because their lines are unknown. */
export function toWorkspaceEdit(
  index: SourceIndex,
  edits: readonly FileEdit[],
  uriOf: (file: string) => string,
): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, span, text } of edits) {
    const lines = index.facts(file)?.lines;
    if (lines !== undefined) (changes[uriOf(file)] ??= []).push({ range: toRange(lines, span), newText: text });
  }
  return { changes };
}

/** Returns the edit with a place for the cursor, if it has one (LSP 3.18, SnippetTextEdit). */
export function toSnippetEdit(
  index: SourceIndex,
  edits: readonly FileEdit[],
  uriOf: (file: string) => string,
): WorkspaceEdit {
  if (edits.every(({ cursor }) => cursor === undefined)) return toWorkspaceEdit(index, edits, uriOf);
  const documentChanges = edits.flatMap(({ file, span, text, cursor = text.length }) => {
    const lines = index.facts(file)?.lines;
    if (lines === undefined) return [];
    const value = `${escapeSnippet(text.slice(0, cursor))}$0${escapeSnippet(text.slice(cursor))}`;
    const edit = { range: toRange(lines, span), snippet: { kind: 'snippet' as const, value } };
    return [{ textDocument: { uri: uriOf(file), version: null }, edits: [edit] }];
  });
  return { documentChanges };
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

export function toDiagnostic(
  lines: LineIndex,
  { span, severity, code, message }: Pick<Diagnostic, 'span' | 'severity' | 'code' | 'message'>,
  relatedInformation: readonly DiagnosticRelatedInformation[] = [],
): LspDiagnostic {
  return {
    range: toRange(lines, span),
    severity: severities[severity],
    code,
    source: 'Sproc',
    message: printableLines(message),
    ...(relatedInformation.length === 0 ? {} : { relatedInformation: [...relatedInformation] }),
  };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const symbolKinds: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  procedure: SymbolKind.Method,
  function: SymbolKind.Function,
  trigger: SymbolKind.Event,
  event: SymbolKind.Event,
  view: SymbolKind.Interface,
  package: SymbolKind.Package,
  'package body': SymbolKind.Package,
  parameter: SymbolKind.Variable,
  variable: SymbolKind.Variable,
  cursor: SymbolKind.Array,
  condition: SymbolKind.Constant,
  handler: SymbolKind.Operator,
  block: SymbolKind.Namespace,
};

export const completionKinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  procedure: CompletionItemKind.Method,
  function: CompletionItemKind.Function,
  table: CompletionItemKind.Struct,
  column: CompletionItemKind.Field,
  type: CompletionItemKind.TypeParameter,
  keyword: CompletionItemKind.Keyword,
  skeleton: CompletionItemKind.Snippet,
  error: CompletionItemKind.Value,
  name: CompletionItemKind.Reference,
  parameter: CompletionItemKind.Variable,
  variable: CompletionItemKind.Variable,
  cursor: CompletionItemKind.Reference,
  condition: CompletionItemKind.Constant,
  label: CompletionItemKind.Text,
};

/** Types that editors' themes colour; the order is that of the legend. */
export const semanticTypes: Readonly<Record<SemanticKind, string>> = {
  procedure: SemanticTokenTypes.method,
  function: SemanticTokenTypes.function,
  table: SemanticTokenTypes.struct,
  parameter: SemanticTokenTypes.parameter,
  variable: SemanticTokenTypes.variable,
  cursor: SemanticTokenTypes.variable,
  condition: SemanticTokenTypes.enumMember,
  label: 'label',
};

export const semanticLegend: SemanticTokensLegend = {
  tokenTypes: Object.values(semanticTypes),
  tokenModifiers: [SemanticTokenModifiers.declaration],
};
