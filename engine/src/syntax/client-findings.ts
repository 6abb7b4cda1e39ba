/** What the command line clients make of a file otherwise than its author may expect, or each in its own way. */
import { isFirstOnLine, startOfLine, usesWithSemicolon } from './client-commands';
import { findCommentOrder } from './comments';
import type { ServerVersion } from './dialect';
import type { SyntaxError } from './syntax-error';
import type { Tokens } from './tokens';
import type { Span } from '../base/text';

export class ClientFindings {
  /** Where the clients differ, once for each way. */
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

  /** A line or a sign that the client reads itself, other than DELIMITER. */
  ownCommand(start: number, end: number): void {
    const command = /^(?:\\.|\w+|\?)/.exec(this.#text.slice(start, end))?.[0] ?? '';
    const message = `The mysql client runs \`${command}\` only if it is started with --commands (9.7), the mariadb client always.`;
    this.#note('client-command', start, end, message);
  }

  /** A line with USE and without the delimiter: which of the two reads it. `USE shop;` they read differently. */
  readUse(start: number, end: number): 'client' | 'server' {
    const line = this.#text.slice(start, end).trimEnd();
    if (!usesWithSemicolon(line)) {
      this.ownCommand(start, end);
      return 'client';
    }
    const name = line.replace(/^\S+\s+/, '');
    const failure = `The mariadb client takes \`${name}\` for the name of the schema`;
    if (this.#server.dialect === 'mysql') {
      this.#note('client-difference', start, end, `${failure} and fails here, the mysql client does not.`);
      return 'server';
    }
    const span = { start, end };
    this.#errors.push({ code: 'use-with-semicolon', span, message: `${failure}: USE fails. Remove the \`;\`.` });
    return 'client';
  }

  /** A DELIMITER where a statement could begin. `from` is where what was sent before it ends. */
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
          'The mariadb client reads DELIMITER only at the start of a line and sends this one to the server. Put it on its own line.',
        );
      else if (comments.includes('executable'))
        late(
          'The mariadb client sends this DELIMITER with the executable comment before it. Put a delimiter after the comment.',
        );
    } else if (!isFirstOnLine(this.#text, start) && /\S/.test(this.#text.slice(end)))
      late(
        `The mysql client drops everything after this DELIMITER up to the next ${delimiter}. Put it on its own line.`,
      );
    else if (this.#server.serverVersion >= keepsComments && isLineAfterBlock(comments))
      late(
        'The mysql client sends this DELIMITER with the two kinds of comments before it. Put DELIMITER before the comments.',
      );
    else if (!isAlone)
      this.#note(
        'client-difference',
        start,
        end,
        'The mariadb client reads DELIMITER only at the start of a line, and fails here.',
      );
  }

  /** Text after a QUIT: no client sends it. */
  unsentText(start: number, end: number): void {
    const rest = this.#text.slice(end);
    if (!/\S/.test(rest)) return;
    const message = 'The client ends here: nothing after this line is sent. Remove the line, or what follows it.';
    this.#warnings.push({ code: 'text-after-quit', span: { start, end }, message });
  }

  /** All that was found, with a note on SETs of sql_mode to a value that cannot be computed. */
  collect(unknownModes: readonly Span[]): Pick<Tokens, 'errors' | 'warnings' | 'notes'> {
    this.#checkLineEnds();
    const message = 'The sql_mode that this SET puts in force is not known: what follows is read as before.';
    for (const { start, end } of unknownModes) this.#note('unknown-sql-mode', start, end, message);
    return { errors: this.#errors, warnings: this.#warnings, notes: this.notes };
  }

  /** A file of an old Mac: what follows a DELIMITER or a comment is lost with its line. */
  #checkLineEnds(): void {
    const end = this.#text.indexOf('\r');
    if (end < 0 || this.#text.includes('\n') || !/\S/.test(this.#text.slice(end))) return;
    const message =
      'The lines of this file end in a carriage return alone, so the client reads it as one line. Save it with LF or CRLF.';
    this.#warnings.push({ code: 'carriage-returns', span: { start: end, end: end + 1 }, message });
  }

  #note(code: string, start: number, end: number, message: string): void {
    if (this.notes.some((note) => note.code === code)) return;
    this.notes.push({ code, span: { start, end }, message });
  }
}

/** From here on MySQL's client sends comments on, so that what stands before a DELIMITER may be a statement. */
const keepsComments = 80400;

/** A line comment after a block comment makes both the beginning of a statement to MySQL's client. */
function isLineAfterBlock(comments: readonly string[]): boolean {
  const block = comments.findIndex((kind) => kind !== 'line');
  return block >= 0 && comments.includes('line', block);
}
