/**
 * Formatting: the blocks of a routine by its syntax tree, its queries by a library. Only white space between tokens is
 * ever changed, and a routine that would not be the same afterwards stays as it is.
 */
import { findTokens, type TokenRange } from '../../analysis/program';
import type { FileFacts, SourceRoutine } from '../../analysis/source-index';
import type { Span } from '../../base/text';
import { applyEdits, type TextEdit } from '../../routine/naming';
import { Reading } from '../../syntax/reading';
import type { ReadingOptions } from '../../syntax/dialect';
import { formatQuery, gapsOf, isSame, type FormatSql } from './format-query';
import { readGap, writeGap } from './gap';
import { layOut, type Layout } from './layout';
import { loadSqlFormatter, type LibraryStyle } from './load-sql-formatter';

export interface FormatStyle extends LibraryStyle {
  /** What stands on one line and ends before this column stays there. */
  readonly width: number;
}

/** The edits for the routines that touch the span, of the whole file without one. Statements outside of routines are left alone. */
export async function formatFile(
  { routines, text }: FileFacts,
  style: FormatStyle,
  within: Span = { start: 0, end: text.length },
): Promise<readonly TextEdit[]> {
  const run = await loadSqlFormatter();
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return routines
    .filter(({ span }) => span.start <= within.end && within.start <= span.end)
    .flatMap((source) => {
      const format: FormatSql = (query) => run(query, source.reading.dialect, style);
      return formatRoutine(source, { ...style, lineEnd, format });
    })
    .filter(({ span }) => within.start <= span.start && span.end <= within.end);
}

interface WriterStyle extends FormatStyle {
  readonly lineEnd: string;
  readonly format: FormatSql;
}

function formatRoutine(source: SourceRoutine, style: WriterStyle): readonly TextEdit[] {
  const { script, definition } = source;
  const reading = { ...source.reading, sqlMode: definition.sqlMode ?? source.reading.sqlMode };
  if (definition.statement === null || !isPlain(source, reading)) return [];
  const { span, statement } = definition;
  const tokens = new Reading(script.text, script.tokens, reading);
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
  return isSame(gapsOf(before, reading), gapsOf(after, reading)) ? edits : [];
}

/** Without mistakes, without executable comments, and not of ORACLE mode, whose blocks are others. */
function isPlain({ script, definition: { span, errors } }: SourceRoutine, { sqlMode }: ReadingOptions): boolean {
  const isMarked = script.tokens.marks.some(({ start, end }) => start < span.end && span.start < end);
  return errors.length === 0 && !isMarked && !sqlMode.includes('ORACLE');
}

/** How a token stands that may begin a line. */
interface LinePlace {
  /** Undefined where it begins none of its own. */
  readonly level: number | undefined;
  /** Columns by which the line moved that it goes on from. */
  readonly shift: number;
  readonly isClosing: boolean;
}

class GapWriter {
  readonly #tokens: Reading;
  readonly #body: TokenRange;
  readonly #style: WriterStyle;
  /** Gaps inside of queries, by the token behind. */
  readonly #queries = new Map<number, string>();

  constructor(tokens: Reading, body: TokenRange, style: WriterStyle) {
    this.#tokens = tokens;
    this.#body = body;
    this.#style = style;
  }

  staysOnLine({ first, end }: TokenRange, level: number): boolean {
    const { start, end: last } = this.#tokens.span(first, end);
    const text = this.#tokens.text.slice(start, last);
    return !text.includes('\n') && level * this.#style.tabSize + text.length < this.#style.width;
  }

  formatQueries({ simple }: Layout, reading: ReadingOptions): void {
    for (const { first, end, level, isQuery } of simple) {
      if (!isQuery) continue;
      const { start, end: last } = this.#tokens.span(first, end);
      const formatted = formatQuery(this.#tokens.text.slice(start, last), reading, this.#style.format);
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

  /** Lines that go on are moved with the line that they go on from. */
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

  /** How far the line is indented that a token begins, or stands on. */
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
