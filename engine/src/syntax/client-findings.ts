/** What the command line clients make of a file otherwise than its author may expect, or each in its own way. */
import { usesWithSemicolon } from './client-commands';
import type { Dialect } from './dialect';
import type { SyntaxError } from './syntax-error';

export class ClientFindings {
  /** Where the clients differ, once for each way. */
  readonly notes: SyntaxError[] = [];
  readonly #text: string;
  readonly #dialect: Dialect;
  readonly #errors: SyntaxError[];
  readonly #warnings: SyntaxError[];

  constructor(text: string, dialect: Dialect, errors: SyntaxError[], warnings: SyntaxError[]) {
    this.#text = text;
    this.#dialect = dialect;
    this.#errors = errors;
    this.#warnings = warnings;
  }

  /** A line or a sign that the client reads itself, other than DELIMITER. */
  ownCommand(start: number, end: number): void {
    const command = /^(?:\\.|\w+)/.exec(this.#text.slice(start, end))?.[0] ?? '';
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
    if (this.#dialect === 'mysql') {
      this.#note('client-difference', start, end, `${failure} and fails here, the mysql client does not.`);
      return 'server';
    }
    const span = { start, end };
    this.#errors.push({ code: 'use-with-semicolon', span, message: `${failure}: USE fails. Remove the \`;\`.` });
    return 'client';
  }

  /** A DELIMITER after something else on its line. */
  lateDelimiter(start: number, end: number, delimiter: string): void {
    if (this.#dialect === 'mariadb') {
      const message = `The mariadb client reads DELIMITER only at the start of a line and sends this one to the server. Put it on its own line.`;
      this.#errors.push({ code: 'late-delimiter', span: { start, end }, message });
    } else if (/\S/.test(this.#text.slice(end))) {
      const message = `The mysql client drops everything after this DELIMITER up to the next ${delimiter}. Put it on its own line.`;
      this.#errors.push({ code: 'late-delimiter', span: { start, end }, message });
    } else {
      const message = 'The mariadb client reads DELIMITER only at the start of a line, and fails here.';
      this.#note('client-difference', start, end, message);
    }
  }

  /** Text after a QUIT: no client sends it. */
  unsentText(start: number, end: number): void {
    const rest = this.#text.slice(end);
    if (!/\S/.test(rest)) return;
    const message = 'The client ends here: nothing after this line is sent. Remove the line, or what follows it.';
    this.#warnings.push({ code: 'text-after-quit', span: { start, end }, message });
  }

  #note(code: string, start: number, end: number, message: string): void {
    if (this.notes.some((note) => note.code === code)) return;
    this.notes.push({ code, span: { start, end }, message });
  }
}
