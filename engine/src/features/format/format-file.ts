/**
 * Formatting: the blocks of a routine by its syntax tree, its queries by a library. Only whitespace between tokens is
 * changed, and a routine that would change its meaning remains as it is.
 */
import { append } from '../../base/long-lists';
import { findTokens, type TokenRange } from '../../analysis/program/routine-body';
import type { FileFacts, SourceRoutine } from '../../analysis/sources/source-index';
import type { Span } from '../../base/text';
import { lowerKey } from '../../routine/lower-definition';
import { applyEdits, type TextEdit } from '../../routine/naming';
import { printKindAndKey } from '../../routine/routine';
import { TokenCursor } from '../../syntax/token-cursor';
import type { ParserOptions } from '../../syntax/dialect';
import { formatQuery, gapsOf, isSame, type FormatSql } from './format-query';
import { readGap, writeGap } from './gap';
import { layOut, type Layout } from './layout';
import { growToStatements, limitEdits, wholeLines } from './limit-edits';
import { loadSqlFormatter, type LibraryStyle } from './load-sql-formatter';

export interface FormatStyle extends LibraryStyle {
  /** The column up to which a text on one line stays on it. */
  readonly width: number;
}

export interface FormattedFile {
  readonly edits: readonly TextEdit[];
  /** The routines that remain as they are, and why, as a clause: `it has syntax errors`. */
  readonly left: readonly { readonly routine: string; readonly why: string }[];
}

/**
 * Returns the edits for the lines and statements that the span touches, by default the whole file. Statements outside
 * routines are not formatted.
 */
export async function formatFile(
  facts: FileFacts,
  style: FormatStyle,
  selection: Span | null = null,
): Promise<FormattedFile> {
  const { text } = facts;
  const run = await loadSqlFormatter();
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const edits: TextEdit[] = [];
  const left: FormattedFile['left'][number][] = [];
  const lines = selection === null ? { start: 0, end: text.length } : wholeLines(text, selection);
  for (const source of listDefinitions(facts)) {
    if (source.span.start > lines.end || lines.start > source.span.end) continue;
    const format: FormatSql = (query) => run(query, source.parserOptions.dialect, style);
    const formatted = formatRoutine(source, { ...style, lineEnd, format });
    if (formatted.why !== null) left.push({ routine: printKindAndKey(source.key), why: formatted.why });
    const wanted = growToStatements(text, lines, formatted.statements);
    append(edits, selection === null ? formatted.edits : limitEdits(text, formatted.edits, wanted));
  }
  return { edits, left };
}

type FormattedDefinition = Pick<SourceRoutine, 'script' | 'parserOptions' | 'definition' | 'span' | 'key'>;

/** Returns every definition of the file, also those that a later statement drops or replaces. */
function listDefinitions({ script, parserOptions }: FileFacts): readonly FormattedDefinition[] {
  return script.definitions.map((definition) => {
    const key = lowerKey(definition, parserOptions.schema ?? '');
    return { script, parserOptions, definition, span: definition.span, key };
  });
}

interface WriterStyle extends FormatStyle {
  readonly lineEnd: string;
  readonly format: FormatSql;
}

interface FormattedRoutine {
  readonly edits: readonly TextEdit[];
  /** The statements that take more than one line, or will; blocks are not among them. */
  readonly statements: readonly Span[];
  /** The reason why the routine, or a part of it, remains as it is; null if there is none. */
  readonly why: string | null;
}

function formatRoutine(source: FormattedDefinition, style: WriterStyle): FormattedRoutine {
  const { script, definition } = source;
  const reading = { ...source.parserOptions, sqlMode: definition.sqlMode ?? source.parserOptions.sqlMode };
  const obstacle = findObstacle(source, reading);
  if (definition.statement === null || obstacle !== null) return { edits: [], statements: [], why: obstacle };
  const { span, statement } = definition;
  const tokens = new TokenCursor(script.text, script.tokens, reading);
  const gaps = new GapWriter(tokens, findTokens(tokens, statement.span), style);
  const layout = layOut(tokens, statement, (range, level) => gaps.staysOnLine(range, level));
  gaps.formatQueries(layout, reading);
  const edits = gaps.edits(layout);
  const before = script.text.slice(span.start, span.end);
  const inside = edits.map(({ span: { start, end }, text }) => ({
    span: { start: start - span.start, end: end - span.start },
    text,
  }));
  const after = applyEdits(before, { start: 0, end: before.length }, inside);
  if (!isSame(gapsOf(before, reading), gapsOf(after, reading)))
    return { edits: [], statements: [], why: 'more than its whitespace would change' };
  const statements = layout.simple.map(({ first, end }) => tokens.span(first, end));
  return { edits, statements, why: gaps.hasUnreadQuery ? 'the formatter cannot parse some of its queries' : null };
}

/** Returns why a routine is not formatted; null if it is. ORACLE mode has other blocks. */
function findObstacle(source: FormattedDefinition, { sqlMode }: ParserOptions): string | null {
  const { script, key, definition } = source;
  const { span, errors, statement } = definition;
  if (errors.length > 0) return 'it has syntax errors';
  if (sqlMode.includes('ORACLE')) return 'it uses sql_mode ORACLE';
  if (script.tokens.marks.some(({ start, end }) => start < span.end && span.start < end))
    return 'it contains executable comments';
  if (statement !== null) return null;
  return key.kind === 'view' || key.kind.startsWith('package')
    ? `a ${key.kind} has no body to format`
    : 'its body is not SQL';
}

/** The position of a token that may begin a line. */
interface LinePlace {
  /** The level; undefined if the token begins no line. */
  readonly level: number | undefined;
  /** The columns by which the continued line moved. */
  readonly shift: number;
  readonly isClosing: boolean;
}

class GapWriter {
  readonly #tokens: TokenCursor;
  readonly #body: TokenRange;
  readonly #style: WriterStyle;
  /** The gaps inside queries, by the token after them. */
  readonly #queries = new Map<number, string>();
  #hasUnreadQuery = false;

  constructor(tokens: TokenCursor, body: TokenRange, style: WriterStyle) {
    this.#tokens = tokens;
    this.#body = body;
    this.#style = style;
  }

  /** True if the library could not format a query, which remains as it is. */
  get hasUnreadQuery(): boolean {
    return this.#hasUnreadQuery;
  }

  staysOnLine({ first, end }: TokenRange, level: number): boolean {
    const { start, end: last } = this.#tokens.span(first, end);
    const text = this.#tokens.text.slice(start, last);
    return !text.includes('\n') && level * this.#style.tabSize + text.length < this.#style.width;
  }

  formatQueries({ simple }: Layout, parserOptions: ParserOptions): void {
    for (const { first, end, level, isQuery } of simple) {
      if (!isQuery) continue;
      const { start, end: last } = this.#tokens.span(first, end);
      const formatted = formatQuery(this.#tokens.text.slice(start, last), parserOptions, this.#style.format);
      if (formatted === null) this.#hasUnreadQuery = true;
      for (const [i, gap] of (formatted ?? []).entries())
        this.#queries.set(first + 1 + i, gap.replaceAll('\n', this.#style.lineEnd + this.#indent(level)));
    }
  }

  edits({ lines, soft, closing }: Layout): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let shift = 0;
    for (let i = this.#body.first; i < this.#body.end; i++) {
      const span = { start: this.#tokens.end(i - 1), end: this.#tokens.start(i) };
      const old = this.#tokens.text.slice(span.start, span.end);
      const level = lines.get(i) ?? (old.includes('\n') ? soft.get(i) : undefined);
      if (level !== undefined) shift = level * this.#style.tabSize - this.#columnsBefore(i);
      const text = this.#queries.get(i) ?? this.#write(old, { level, shift, isClosing: closing.has(i) });
      if (text !== old) edits.push({ span, text });
    }
    return edits;
  }

  /** Writes a gap; a continuation line moves with the line that it continues. */
  #write(old: string, { level, shift, isClosing }: LinePlace): string {
    const { lineEnd } = this.#style;
    if (level !== undefined) {
      const commentIndent = this.#indent(isClosing ? level + 1 : level);
      return writeGap(readGap(old), { indent: this.#indent(level), lineEnd, commentIndent });
    }
    if (!old.includes('\n')) return old;
    const columns = Math.max(0, this.#columns(old.slice(old.lastIndexOf('\n') + 1)) + shift);
    return writeGap(readGap(old), { indent: this.#whiteSpace(columns), lineEnd });
  }

  /** Returns the indentation of the line that contains a token. */
  #columnsBefore(i: number): number {
    const { text } = this.#tokens;
    const lineStart = text.lastIndexOf('\n', this.#tokens.start(i) - 1) + 1;
    return this.#columns(/^[ \t]*/.exec(text.slice(lineStart, this.#tokens.start(i)))?.[0] ?? '');
  }

  #columns(whiteSpace: string): number {
    const tabs = whiteSpace.split('\t').length - 1;
    return whiteSpace.length + tabs * (this.#style.tabSize - 1);
  }

  #indent(level: number): string {
    return this.#whiteSpace(level * this.#style.tabSize);
  }

  #whiteSpace(columns: number): string {
    const { useTabs, tabSize } = this.#style;
    return useTabs ? '\t'.repeat(Math.floor(columns / tabSize)) + ' '.repeat(columns % tabSize) : ' '.repeat(columns);
  }
}
