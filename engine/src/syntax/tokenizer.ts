/**
 * The tokenizer, which reads a text in one pass over char codes. It never throws and always ends, whatever the text
 * contains.
 */
import {
  characterClass,
  classOf,
  endOfDigits,
  endOfExponent,
  isDigitCode,
  isSpaceCode,
  isWordCode,
} from './characters';
import * as client from './client-commands';
import { ClientFindings } from './client-findings';
import { endOfComment, endOfLine, findDelimiterOutside, readCommentHead } from './comments';
import type { ParserOptions } from './dialect';
import { kw } from './keywords';
import { isNoText } from './encoding';
import { operatorId, operatorLength } from './operators';
import { StatementTracker } from './statement-tracker';
import * as lexicalError from './lexical-errors';
import type { SyntaxError } from './syntax-error';
import { endOfCutOff, endOfQuoted, readDollarTag } from './text-ends';
import { endOfNumber } from './number-ends';
import { longestName, TokenBuffer } from './token-buffer';
import { op, tokenKind, type CommentMark, type Tokens } from './tokens';
import { endOfVariable, type WordScanner } from './variable-ends';
import { findWord, hashStep } from './vocabulary';
import { reportWideNames } from './wide-names';

/**
 * Returns the tokens of a text as the client (or, with `client: false`, the server) of these options would read it.
 * `settings` are the offsets of SET statements after a body in the same chunk: only the parser can determine that they
 * are not in the body.
 */
export function tokenize(text: string, options: ParserOptions, settings: ReadonlySet<number> = none): Tokens {
  return reportWideNames(text, new Tokenizer(text, options, settings).run(), options.dialect);
}

const none: ReadonlySet<number> = new Set();

const [openBracket, closeBracket, letterC, letterD, letterG, letterQ] = [91, 93, 99, 100, 103, 113];

class Tokenizer implements WordScanner {
  readonly #text: string;
  readonly #length: number;
  readonly #options: ParserOptions;
  readonly #buffer: TokenBuffer;
  readonly #statements: StatementTracker;
  readonly #marks: CommentMark[] = [];
  readonly #cuts = new Set<number>();
  readonly #errors: SyntaxError[] = [];
  readonly #warnings: SyntaxError[] = [];
  readonly #found: ClientFindings;
  #position = 0;
  #delimiter: string;
  #delimiterCode: number;
  /** The start of the open executable comment, or -1. They do not nest: the first end closes. */
  #open = -1;
  /** The end of the control characters and blanks that were scanned last. */
  #controlsEnd = 0;

  constructor(text: string, options: ParserOptions, settings: ReadonlySet<number>) {
    this.#text = text;
    this.#found = new ClientFindings(text, options, this.#errors, this.#warnings);
    this.#length = text.length;
    this.#options = options;
    this.#buffer = new TokenBuffer(text.length >> 2);
    this.#statements = new StatementTracker(text, options, this.#buffer, settings);
    this.#delimiter = options.client ? ';' : '';
    this.#delimiterCode = options.client ? op.semicolon : -1;
  }

  run(): Tokens {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#position = 1;
    if (this.#options.client) this.#checkEncoding();
    while (this.#position < this.#length) this.#next();
    if (this.#open >= 0) this.#errors.push(lexicalError.unfinishedComment(this.#open));
    const { count, kind, start, end, id, oddNames } = this.#buffer;
    const found = { cuts: this.#cuts, marks: this.#marks, ...this.#found.collect(this.#statements) };
    return { count, kind, start, end, id, oddNames, modeChanges: this.#statements.modeChanges, ...found };
  }

  /** Reads content that is not text as one token without a meaning, with one error instead of thousands. */
  #checkEncoding(): void {
    if (!isNoText(this.#text)) {
      const nul = this.#text.indexOf('\0');
      if (nul >= 0) this.#errors.push(lexicalError.nulByte(nul));
      return;
    }
    this.#errors.push(lexicalError.notText(this.#position));
    this.#push(tokenKind.delimiter, this.#position, this.#length, 0);
  }

  #next(): void {
    const start = this.#position;
    const code = this.#text.charCodeAt(start);
    if (code === this.#delimiterCode && this.#delimiterAt(start)) return this.#scanDelimiter(start);
    switch (code < 128 ? classOf[code] : characterClass.word) {
      case characterClass.space:
        this.#position = start + 1;
        return;
      case characterClass.word:
        return this.#scanWord(start, code);
      case characterClass.digit:
        return this.#scanNumber(start);
      default:
        return this.#scanSign(start, code);
    }
  }

  // --- words ------------------------------------------------------------------------------------

  #scanWord(start: number, first: number): void {
    if (this.#text.charCodeAt(start + 1) === 39 && this.#scanPrefixedText(start, first)) return;
    if (first === 36 && this.#scanDollarText(start)) return;
    const text = this.#text;
    const length = this.#length;
    const delimiterCode = this.#delimiterCode;
    let end = start;
    let hash = 0;
    let code = first;
    do {
      hash = hashStep(hash, code);
      end++;
      if (end >= length) break;
      code = text.charCodeAt(end);
    } while (
      (code < 128 ? (classOf[code] ?? 0) >= characterClass.word : true) &&
      !(code === delimiterCode && this.#delimiterAt(end))
    );
    const id = findWord(text, start, end, hash);
    if (
      this.#options.client &&
      (id === kw.DELIMITER || this.#statements.isFresh) &&
      this.#scanClientWord(start, end, id)
    )
      return;
    if (id === kw.SET) this.#statements.readSetting(start);
    if (end - start > longestName) this.#buffer.oddNames.push(this.#buffer.count);
    this.#push(tokenKind.word, start, end, id);
  }

  /** Scans x'41', b'01' and n'text'. */
  #scanPrefixedText(start: number, code: number): boolean {
    const letter = code | 32;
    if (letter !== 110 && letter !== 120 && letter !== 98) return false;
    const end = this.endOfQuoted(start + 1, 39, this.#statements.backslash);
    this.#push(letter === 110 ? tokenKind.string : tokenKind.number, start, end, 0);
    return true;
  }

  /** Scans `$$ … $$` and `$tag$ … $tag$`: bodies in other languages, for MySQL 9 strings anywhere. */
  #scanDollarText(start: number): boolean {
    const { count, id } = this.#buffer;
    const { dialect, serverVersion } = this.#options;
    const isBody = count > 0 && id[count - 1] === kw.AS;
    if (dialect === 'mariadb' || this.#delimiterCode === 36 || (!isBody && serverVersion < 90000)) return false;
    const tag = readDollarTag(this.#text, start);
    if (tag === null) return false;
    const close = this.#text.indexOf(tag, start + tag.length);
    if (close < 0) {
      this.#errors.push(lexicalError.unfinishedText(start, tag));
      return false;
    }
    this.#push(tokenKind.dollarText, start, close + tag.length, 0);
    return true;
  }

  // --- the client's own commands ----------------------------------------------------------------

  #delimiterAt(offset: number): boolean {
    return this.#delimiter.length === 1 || this.#text.startsWith(this.#delimiter, offset);
  }

  #scanDelimiter(start: number): void {
    const id = this.#delimiter === ';' ? op.semicolon : 0;
    // A semicolon may also separate the statements of a body that was written without DELIMITER: the parser knows.
    if (this.#open >= 0 && id === 0) this.#errors.push(lexicalError.unfinishedComment(this.#open));
    else if (this.#open >= 0) this.#cuts.add(this.#buffer.count);
    this.#push(tokenKind.delimiter, start, start + this.#delimiter.length, id);
    this.#statements.end();
  }

  /** Scans a line of the client itself at the start of a statement, or a DELIMITER line inside an unfinished one. */
  #scanClientWord(start: number, end: number, id: number): boolean {
    if (id !== kw.DELIMITER && id !== kw.SOURCE) return this.#scanLineCommand(start, end, id);
    const fresh = this.#statements.isFresh;
    const next = this.#text.charCodeAt(end);
    // `DELIMITER//` is not a command for either client, and nothing else either.
    const glued = fresh && id === kw.DELIMITER && !isSpaceCode(next) && next !== op.semicolon && end < this.#length;
    if (!glued && !isSpaceCode(next) && !(id === kw.DELIMITER && end === this.#length)) return false;
    const lineEnd = client.endOfClientLine(this.#text, end);
    const argument = client.readDelimiterArgument(this.#text, end, lineEnd);
    if (id === kw.SOURCE) {
      if (!fresh || argument === '' || argument.startsWith(':')) return false;
    } else if (glued) {
      this.#errors.push(
        lexicalError.badDelimiter(start, lineEnd, `Missing whitespace between DELIMITER and \`${argument}\`.`),
      );
    } else if (!fresh) {
      if (!client.resynchronises(this.#text, start, argument, this.#delimiter)) return false;
      this.#errors.push(lexicalError.unfinishedStatement(start, lineEnd, this.#delimiter));
    } else {
      const from = this.#buffer.end[this.#buffer.count - 1] ?? 0;
      this.#found.readDelimiter({ from, start, end: lineEnd }, this.#delimiter);
    }
    if (id === kw.SOURCE) this.#found.ownCommand(start, lineEnd);
    const dropped = id === kw.SOURCE || glued ? null : client.findDropped(this.#text, end, lineEnd);
    if (dropped !== null) this.#found.droppedText(dropped);
    this.#scanClientLine(start, lineEnd, id === kw.DELIMITER ? argument : null);
    return true;
  }

  /** Scans USE, QUIT and similar at the start of a line. */
  #scanLineCommand(start: number, end: number, id: number): boolean {
    const lineEnd = client.endOfLineCommand(this.#text, { start, end }, this.#delimiter, this.#options.dialect);
    if (lineEnd < 0 || (id === kw.USE && this.#found.readUse(start, lineEnd) === 'server')) return false;
    if (id !== kw.USE) this.#found.ownCommand(start, lineEnd);
    this.#scanClientLine(start, lineEnd, null);
    return true;
  }

  #scanClientLine(start: number, lineEnd: number, delimiter: string | null): void {
    const isLast = client.endsTheFile(this.#text.slice(start, Math.min(lineEnd, start + 6)));
    if (isLast) this.#found.unsentText(start, lineEnd);
    this.#push(tokenKind.delimiterCommand, start, isLast ? this.#length : lineEnd, 0);
    if (delimiter === null) return this.#statements.end();
    this.#setDelimiter(delimiter, start, lineEnd);
    this.#statements.end();
  }

  #setDelimiter(delimiter: string, start: number, end: number): void {
    const mistake = client.findDelimiterMistake(delimiter);
    if (mistake !== null) this.#errors.push(lexicalError.badDelimiter(start, end, mistake));
    if (!client.isReadAsDelimiter(delimiter)) return;
    this.#delimiter = delimiter;
    this.#delimiterCode = delimiter.charCodeAt(0);
  }

  /** Scans `\d |` and similar commands, `\g` and `\G` in place of a delimiter, and `\N`, which is NULL. */
  #scanBackslash(start: number): boolean {
    const { dialect, serverVersion } = this.#options;
    const letter = this.#text.charCodeAt(start + 1);
    if (letter === 78 && (dialect === 'mariadb' || serverVersion < 80000)) {
      this.#push(tokenKind.word, start, start + 2, kw.NULL);
      return true;
    }
    if (!this.#options.client) return false;
    if (client.endsWithLine(this.#text, start + 1)) {
      this.#mark('dropped', start, start + 1);
      return true;
    }
    if (client.isBackslashCommand(letter)) {
      this.#scanBackslashCommand(start, letter);
      return true;
    }
    return this.#scanEnd(start, letter);
  }

  /** Scans a command with its argument and the delimiter after that. The client continues with the rest of the line. */
  #scanBackslashCommand(start: number, letter: number): void {
    if (letter === letterD) {
      const lineEnd = client.endOfClientLine(this.#text, start + 2);
      this.#setDelimiter(client.readDelimiterArgument(this.#text, start + 2, lineEnd), start, lineEnd);
    }
    const end = client.takesArgument(letter) ? client.endOfArgument(this.#text, start + 2, this.#delimiter) : start + 2;
    this.#found.ownCommand(start, end);
    if (this.#statements.isFresh) this.#scanClientLine(start, end, null);
    else this.#mark('dropped', start, end);
  }

  /** Scans `\q`, which ends the file, `\g` and `\G`, which end a statement, and `\c`, which clears it. */
  #scanEnd(start: number, letter: number): boolean {
    const fresh = this.#statements.isFresh;
    const end = start + 2;
    if (letter === letterQ && fresh) this.#scanClientLine(start, client.endOfClientLine(this.#text, end), null);
    else if (letter === letterC) {
      this.#buffer.forget(this.#statements.first);
      this.#push(
        tokenKind.delimiterCommand,
        fresh ? start : (this.#buffer.start[this.#statements.first] ?? start),
        end,
        0,
      );
      this.#statements.end();
    } else if ((letter | 32) === letterG && !fresh) {
      this.#push(tokenKind.delimiter, start, end, this.#delimiter === ';' ? op.semicolon : 0);
      this.#statements.end();
    } else return false;
    this.#found.ownCommand(start, end);
    return true;
  }

  #mark(kind: CommentMark['kind'], start: number, end: number): void {
    this.#marks.push({ kind, start, end });
    this.#position = end;
  }

  // --- numbers ----------------------------------------------------------------------------------

  #scanNumber(start: number): void {
    const end = this.#buffer.followsDot(start) ? ~start : endOfNumber(this.#text, start, this);
    if (end < 0) this.#scanWordAfterDigits(start, ~end);
    else this.#push(tokenKind.number, start, end, 0);
  }

  /** Scans a name that begins with digits: `2fa_codes`. */
  #scanWordAfterDigits(start: number, digitsEnd: number): void {
    let end = digitsEnd;
    while (this.continuesWord(end)) end++;
    this.#push(tokenKind.word, start, end, 0);
  }

  /** Scans `.5`, unless a name directly precedes the dot. */
  #scanFraction(start: number): boolean {
    if (!isDigitCode(this.#text.charCodeAt(start + 1)) || this.#buffer.followsName(start)) return false;
    this.#push(tokenKind.number, start, endOfExponent(this.#text, endOfDigits(this.#text, start + 1)), 0);
    return true;
  }

  continuesWord(offset: number): boolean {
    return offset < this.#length && isWordCode(this.#text.charCodeAt(offset)) && !this.delimiterStarts(offset);
  }

  delimiterStarts(offset: number): boolean {
    return this.#text.charCodeAt(offset) === this.#delimiterCode && this.#delimiterAt(offset);
  }

  // --- signs ------------------------------------------------------------------------------------

  #scanSign(start: number, code: number): void {
    switch (code) {
      case 39:
      case 34:
        if (code === 34 && this.#statements.opensName) break;
        return this.#push(tokenKind.string, start, this.endOfQuoted(start, code, this.#statements.backslash), 0);
      case 35:
        this.#position = endOfLine(this.#text, start);
        return;
      case 45:
        if (this.#text.charCodeAt(start + 1) !== 45 || !this.#opensDashComment(start)) break;
        this.#position = this.#endOfDashComment(start);
        return;
      case 47:
        if (this.#text.charCodeAt(start + 1) === op.star) return this.#scanComment(start);
        break;
      case op.star:
        if (this.#open >= 0 && this.#text.charCodeAt(start + 1) === 47) return this.#closeComment(start);
        break;
      case op.dot:
        if (this.#scanFraction(start)) return;
        break;
      case op.backslash:
        if (this.#scanBackslash(start)) return;
        break;
      case op.at:
        return this.#scanVariable(start);
      case openBracket:
        if (this.#statements.bracketQuotes) return this.#pushName(start, this.endOfQuoted(start, closeBracket, false));
    }
    if (code === 96 || code === 34) return this.#pushName(start, this.endOfQuoted(start, code, false));
    this.#scanOperator(start, code);
  }

  /**
   * Returns true if `--` begins a comment: before white space, a control character or the end of what is sent. Between
   * statements MariaDB's client also drops every line that begins with it, whereas MySQL's sends it.
   */
  #opensDashComment(start: number): boolean {
    const end = start + 2;
    if (end >= this.#length || this.#text.charCodeAt(end) <= 32) return true;
    if (!this.#dropsDashedLine()) return this.#endsSending(end);
    this.#found.dashedLine(start, client.endOfClientLine(this.#text, end));
    return true;
  }

  #endOfDashComment(start: number): number {
    const end = start + 2;
    return this.#endsSending(end) && !this.#dropsDashedLine() ? end : endOfLine(this.#text, start);
  }

  #dropsDashedLine(): boolean {
    return this.#statements.isFresh && this.#options.client && this.#options.dialect === 'mariadb';
  }

  /** Returns true at a delimiter, and at `\g` or `\G`, which the client treats as one. */
  #endsSending(offset: number): boolean {
    if (this.delimiterStarts(offset)) return true;
    return (
      this.#options.client &&
      this.#text.charCodeAt(offset) === op.backslash &&
      /[gG]/.test(this.#text.charAt(offset + 1))
    );
  }

  #scanComment(start: number): void {
    const head = readCommentHead(this.#text, start, this.#options);
    if (head?.active === true) {
      this.#open = start;
      return this.#mark('open', start, head.end);
    }
    const end = endOfComment(this.#text, start, head !== null);
    const cut = head === null || !this.#options.client ? -1 : this.#findCut(start + 2, end);
    if (cut >= 0) {
      this.#position = cut;
      return;
    }
    if (end < 0) this.#errors.push(lexicalError.unfinishedComment(start));
    this.#position = end < 0 ? this.#length : end;
    if (head !== null) this.#marks.push({ kind: 'inactive', start, end: this.#position });
  }

  /** Returns where the client cuts an executable comment that this server does not execute; -1 if it does not. */
  #findCut(start: number, end: number): number {
    const piece = end < 0 ? this.#text.slice(start) : this.#text.slice(start, end);
    const cut = findDelimiterOutside(piece, this.#delimiter);
    if (cut < 0) return -1;
    const found = piece.startsWith(this.#delimiter, cut) ? this.#delimiter : piece.slice(cut, cut + 2);
    this.#errors.push(lexicalError.cutComment({ start: start + cut, end: start + cut + found.length }, found));
    return start + cut;
  }

  #closeComment(start: number): void {
    this.#open = -1;
    this.#mark('close', start, start + 2);
  }

  #scanVariable(start: number): void {
    const namesQuoted = this.#statements.ansiQuotes || this.#options.dialect === 'mariadb';
    const end = endOfVariable(this.#text, start, { scanner: this, backslash: this.#statements.backslash, namesQuoted });
    if (end === start + 1) return this.#push(tokenKind.operator, start, end, op.at);
    const system = this.#text.charCodeAt(start + 1) === op.at;
    this.#push(system ? tokenKind.systemVariable : tokenKind.userVariable, start, end, 0);
  }

  #scanOperator(start: number, code: number): void {
    if (this.#scanOwnSign(start, code)) return;
    let length = operatorLength(this.#text, start, code);
    for (let i = 1; i < length; i++) if (this.delimiterStarts(start + i)) length = i;
    if (code < 32 || code === 127) this.#errors.push(lexicalError.controlCharacter(start, code));
    this.#push(tokenKind.operator, start, start + length, operatorId(this.#text, start, length));
    if (code === op.semicolon) this.#statements.endPart();
  }

  /**
   * Scans `?`, which is HELP, and control characters, which the client cuts off before the delimiter and at the end of
   * the file.
   */
  #scanOwnSign(start: number, code: number): boolean {
    if (!this.#options.client) return false;
    if (code === op.question) return this.#statements.isFresh && this.#scanLineCommand(start, start + 1, 0);
    if (code > 31 && code !== 127) return false;
    if (start >= this.#controlsEnd) this.#controlsEnd = endOfCutOff(this.#text, start);
    const end = code === 0 ? start + 1 : this.#controlsEnd;
    if (code !== 0 && end < this.#length && !this.delimiterStarts(end)) return false;
    this.#mark('dropped', start, end);
    return true;
  }

  /** Returns the offset after the closing quote. An unterminated string ends with its line, so that the rest can be read. */
  endOfQuoted(start: number, quote: number, backslash: boolean): number {
    const close = endOfQuoted(this.#text, start, quote, backslash);
    if (close >= 0) return close;
    const end = endOfLine(this.#text, start);
    const isName = quote === 96 || quote === closeBracket || (quote === 34 && this.#statements.ansiQuotes);
    const code = isName ? 'unfinished-quoted-name' : 'unfinished-string';
    this.#errors.push(lexicalError.unfinishedQuote(code, { start, end }, String.fromCharCode(quote)));
    return end;
  }

  #pushName(start: number, end: number): void {
    this.#buffer.noteQuotedName(this.#text, start, end);
    this.#push(tokenKind.quotedName, start, end, 0);
  }

  #push(kind: number, start: number, end: number, id: number): void {
    this.#buffer.push(kind, start, end, id);
    this.#position = end;
  }
}
