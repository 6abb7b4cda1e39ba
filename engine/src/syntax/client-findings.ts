/**
 * Text that the command line clients read differently from what its author may expect, or differently from one another.
 */
import { append } from '../base/long-lists';
import { isFirstOnLine, startOfLine, usesWithSemicolon } from './client-commands';
import { findCommentOrder } from './comments';
import type { ServerVersion } from './dialect';
import type { SyntaxError } from './syntax-error';
import type { Tokens } from './tokens';
import type { Span } from '../base/text';

/** The SETs of sql_mode to a value that cannot be computed, and the errors of those that the server rejects. */
interface SqlModes {
  readonly unknownModes: readonly Span[];
  readonly rejectedModes: readonly SyntaxError[];
}

export class ClientFindings {
  /** The differences between the clients, one note for each kind. */
  readonly notes: SyntaxError[] = [];
  readonly #text: string;
  readonly #server: ServerVersion;
  readonly #errors: SyntaxError[];
  readonly #warnings: SyntaxError[];

  constructor(text: string, server: ServerVersion, errors: SyntaxError[], warnings: SyntaxError[]) {
    this.#text = text;
    this.#server = server;
    this.#errors = errors;
    this.#warnings = warnings;
  }

  /** Notes a line or a character, other than DELIMITER, that the client runs itself. */
  ownCommand(start: number, end: number): void {
    const command = /^(?:\\.|\w+|\?)/.exec(this.#text.slice(start, end))?.[0] ?? '';
    const message = `The mysql client (9.7) runs \`${command}\` only if started with --commands; the mariadb client always runs it.`;
    this.#note('client-command', start, end, message);
    const [, file] = /^(?:source|\\\.)\s*(\S.*?)\s*$/i.exec(this.#text.slice(start, end)) ?? [];
    if (file === undefined) return;
    const unread = `The client runs the file \`${file}\` here. It is not read as a part of this one. Check it by its own name.`;
    this.notes.push({ code: 'file-not-read', span: { start, end }, message: unread });
  }

  /** Returns whether the client or the server runs a USE without the delimiter. The clients differ on `USE shop;`. */
  readUse(start: number, end: number): 'client' | 'server' {
    const line = this.#text.slice(start, end).trimEnd();
    if (!usesWithSemicolon(line)) {
      this.ownCommand(start, end);
      return 'client';
    }
    const name = line.replace(/^\S+\s+/, '');
    if (this.#server.dialect === 'mysql') {
      const message = `The mariadb client reads \`${name}\` as the schema name and fails here; the mysql client does not.`;
      this.#note('client-difference', start, end, message);
      return 'server';
    }
    const span = { start, end };
    const message = `The mariadb client reads \`${name}\` as the schema name, so USE fails. Remove the \`;\`.`;
    this.#errors.push({ code: 'use-with-semicolon', span, message });
    return 'client';
  }

  /** Checks a DELIMITER where a statement could begin. `from` is the end of the text that was sent before. */
  readDelimiter({ from, start, end }: Span & { readonly from: number }, delimiter: string): void {
    const gap = this.#text.slice(from, start);
    if (gap.trim() === '' && (from === 0 || gap.includes('\n'))) return;
    const isAlone = this.#text.slice(startOfLine(this.#text, start), start).trim() === '';
    const comments = findCommentOrder(gap);
    const late = (message: string): unknown =>
      this.#errors.push({ code: 'late-delimiter', span: { start, end }, message });
    if (this.#server.dialect === 'mariadb') {
      if (!isAlone)
        late(
          'The mariadb client reads DELIMITER only at the start of a line and sends this one to the server. Move it to its own line.',
        );
      else if (comments.includes('executable'))
        late(
          'The mariadb client sends this DELIMITER along with the executable comment before it. Add a delimiter after the comment.',
        );
    } else if (!isFirstOnLine(this.#text, start) && /\S/.test(this.#text.slice(end)))
      late(
        `The mysql client drops everything after this DELIMITER up to the next \`${delimiter}\`. Move it to its own line.`,
      );
    else if (this.#server.serverVersion >= keepsComments && isLineAfterBlock(comments))
      late(
        'The mysql client sends this DELIMITER along with the two kinds of comments before it. Move DELIMITER before the comments.',
      );
    else if (!isAlone)
      this.#note(
        'client-difference',
        start,
        end,
        'The mariadb client reads DELIMITER only at the start of a line and fails here. Move it to its own line.',
      );
  }

  /** Reports text after the delimiter on a DELIMITER line, which no client sends. */
  droppedText(span: Span): void {
    const dropped = this.#text.slice(span.start, span.end);
    const [, created] = /\bCREATE\b.*?\b(PROCEDURE|FUNCTION|TRIGGER|EVENT|VIEW|PACKAGE)\b/i.exec(dropped) ?? [];
    const lost = created === undefined ? 'Nothing of it is sent' : `The ${created.toLowerCase()} is not created`;
    const message = `The client drops the text after the delimiter on this line. ${lost}. Move the text to the next line.`;
    // A second delimiter, or the same again, was meant to do nothing else.
    const found = /\w/.test(dropped) ? this.#errors : this.#warnings;
    found.push({ code: 'text-after-delimiter', span, message });
  }

  /**
   * Reports a line that begins with `--` without a space. MariaDB's client drops it, or with --comments sends it to the
   * server, which rejects it.
   */
  dashedLine(start: number, end: number): void {
    if (this.#warnings.some(({ code }) => code === 'dashes-without-space')) return;
    const message =
      'The mariadb client drops this line, but with --comments it sends it, and the server fails. Add a space after `--`.';
    this.#warnings.push({ code: 'dashes-without-space', span: { start, end }, message });
  }

  /** Warns of text after a QUIT, which no client sends. */
  unsentText(start: number, end: number): void {
    const rest = this.#text.slice(end);
    if (!/\S/.test(rest)) return;
    const message = 'The client quits here. Nothing after this line is sent. Remove the line, or the text after it.';
    this.#warnings.push({ code: 'text-after-quit', span: { start, end }, message });
  }

  /** Returns all findings, with a note on each SET of sql_mode to a value that cannot be computed. */
  collect({ unknownModes, rejectedModes }: SqlModes): Pick<Tokens, 'errors' | 'warnings' | 'notes'> {
    this.#checkLineEnds();
    append(this.#errors, rejectedModes);
    const message = 'This SET gives sql_mode an unknown value. The text after it is read with the previous sql_mode.';
    for (const { start, end } of unknownModes) this.#note('unknown-sql-mode', start, end, message);
    return { errors: this.#errors, warnings: this.#warnings, notes: this.notes };
  }

  /** Checks for carriage returns alone: the text after a DELIMITER or a comment is lost with its line. */
  #checkLineEnds(): void {
    const end = this.#text.indexOf('\r');
    if (end < 0 || this.#text.includes('\n') || !/\S/.test(this.#text.slice(end))) return;
    const message =
      'The lines end with a carriage return only. The client reads the file as one line. Save it with LF or CRLF.';
    this.#warnings.push({ code: 'carriage-returns', span: { start: end, end: end + 1 }, message });
  }

  #note(code: string, start: number, end: number, message: string): void {
    if (this.notes.some((note) => note.code === code)) return;
    this.notes.push({ code, span: { start, end }, message });
  }
}

/** The version from which MySQL's client sends comments, so that a comment before a DELIMITER may be a statement. */
const keepsComments = 80400;

/** Returns true if a line comment follows a block comment, which together begin a statement for MySQL's client. */
function isLineAfterBlock(comments: readonly string[]): boolean {
  const block = comments.findIndex((kind) => kind !== 'line');
  return block >= 0 && comments.includes('line', block);
}
