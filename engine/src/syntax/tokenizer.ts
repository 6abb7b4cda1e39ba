/** Text to tokens in one pass over char codes. Total: whatever the text holds, it never throws and never loops. */
import { characterClass, classOf, isDigitCode, isHexCode, isSpaceCode, isWordCode } from './characters';
import {
  endOfClientLine,
  isBackslashCommand,
  isFirstOnLine,
  readDelimiterArgument,
  resynchronises,
} from './client-commands';
import { endOfComment, endOfLine, readCommentHead } from './comments';
import type { ReadingOptions } from './dialect';
import { kw } from './keywords';
import { isNoText } from './encoding';
import { operatorId, operatorLength } from './operators';
import { SqlModeTracker } from './sql-mode';
import type { SyntaxError } from './syntax-error';
import { TokenBuffer } from './token-buffer';
import { op, tokenKind, type CommentMark, type ModeChange, type Tokens } from './tokens';
import { findWord, hashStep } from './vocabulary';

/** Tokens of a text as the client (or, with `client: false`, the server) of these options would see it. */
export function tokenize(text: string, options: ReadingOptions): Tokens {
  return new Tokenizer(text, options).run();
}

class Tokenizer {
  readonly #text: string;
  readonly #length: number;
  readonly #options: ReadingOptions;
  readonly #buffer: TokenBuffer;
  readonly #mode: SqlModeTracker;
  readonly #marks: CommentMark[] = [];
  readonly #modeChanges: ModeChange[] = [];
  readonly #errors: SyntaxError[] = [];
  readonly #warnings: SyntaxError[] = [];
  #position = 0;
  /** Index of the first token of the statement that is being read. */
  #statement = 0;
  #delimiter: string;
  #delimiterCode: number;
  #ansiQuotes = false;
  #backslash = true;
  /** Where the executable comment began that is open, or -1. They do not nest: the first end closes. */
  #open = -1;

  constructor(text: string, options: ReadingOptions) {
    this.#text = text;
    this.#length = text.length;
    this.#options = options;
    this.#buffer = new TokenBuffer(text.length >> 2);
    this.#mode = new SqlModeTracker(text, options);
    this.#delimiter = options.client ? ';' : '';
    this.#delimiterCode = options.client ? op.semicolon : -1;
    this.#applyMode();
  }

  run(): Tokens {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#position = 1;
    if (this.#options.client) this.#checkEncoding();
    while (this.#position < this.#length) this.#next();
    if (this.#open >= 0) this.#reportComment(this.#open);
    const { count, kind, start, end, id } = this.#buffer;
    const [marks, modeChanges, errors, warnings] = [this.#marks, this.#modeChanges, this.#errors, this.#warnings];
    return { count, kind, start, end, id, marks, modeChanges, errors, warnings };
  }

  /** What is no text is one token without a meaning, and one error instead of thousands. */
  #checkEncoding(): void {
    if (!isNoText(this.#text)) return;
    const message = 'This is no text in UTF-8, but UTF-16 or none at all: save the file as UTF-8.';
    this.#errors.push({ code: 'not-text', span: { start: this.#position, end: this.#position + 1 }, message });
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
    if ((id === kw.DELIMITER || id === kw.SOURCE) && this.#options.client && this.#scanClientWord(start, end, id))
      return;
    this.#push(tokenKind.word, start, end, id);
  }

  /** x'41', b'01' and n'text'. */
  #scanPrefixedText(start: number, code: number): boolean {
    const letter = code | 32;
    if (letter !== 110 && letter !== 120 && letter !== 98) return false;
    const end = this.#endOfQuoted(start + 1, 39, this.#backslash);
    this.#push(letter === 110 ? tokenKind.string : tokenKind.number, start, end, 0);
    return true;
  }

  /** `$$ … $$` and `$tag$ … $tag$`: bodies in other languages, to MySQL 9 texts wherever they stand. */
  #scanDollarText(start: number): boolean {
    const { count, id } = this.#buffer;
    const { dialect, serverVersion } = this.#options;
    const isBody = count > 0 && id[count - 1] === kw.AS;
    if (dialect === 'mariadb' || this.#delimiterCode === 36 || (!isBody && serverVersion < 90000)) return false;
    let tagEnd = start + 1;
    while (isWordCode(this.#text.charCodeAt(tagEnd)) && this.#text.charCodeAt(tagEnd) !== 36) tagEnd++;
    if (this.#text.charCodeAt(tagEnd) !== 36) return false;
    const tag = this.#text.slice(start, tagEnd + 1);
    const close = this.#text.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      const message = `The text that ${tag} opens is never closed.`;
      this.#errors.push({ code: 'unfinished-string', span: { start, end: tagEnd + 1 }, message });
      return false;
    }
    this.#push(tokenKind.dollarText, start, close + tag.length, 0);
    return true;
  }

  // --- the client's own commands ----------------------------------------------------------------

  /** Nothing of a statement has been read since the last delimiter. */
  get #fresh(): boolean {
    return this.#buffer.count === this.#statement;
  }

  #delimiterAt(offset: number): boolean {
    return this.#delimiter.length === 1 || this.#text.startsWith(this.#delimiter, offset);
  }

  #scanDelimiter(start: number): void {
    const id = this.#delimiter === ';' ? op.semicolon : 0;
    // A semicolon may also stand between the statements of a body that was written without DELIMITER.
    if (this.#open >= 0 && id === 0) this.#reportComment(this.#open);
    this.#push(tokenKind.delimiter, start, start + this.#delimiter.length, id);
    this.#endStatement();
  }

  /** DELIMITER or SOURCE at the start of a statement, or a DELIMITER line inside one that was not finished. */
  #scanClientWord(start: number, end: number, id: number): boolean {
    const fresh = this.#fresh;
    const next = this.#text.charCodeAt(end);
    // `DELIMITER//` is no command to either client, and nothing else either.
    const glued = fresh && id === kw.DELIMITER && !isSpaceCode(next) && next !== op.semicolon && end < this.#length;
    if (!glued && !isSpaceCode(next) && !(id === kw.DELIMITER && end === this.#length)) return false;
    const lineEnd = endOfClientLine(this.#text, end);
    const argument = readDelimiterArgument(this.#text, end, lineEnd);
    if (id === kw.SOURCE) {
      if (!fresh || argument === '' || argument.startsWith(':')) return false;
    } else if (glued) {
      this.#reportDelimiter(start, lineEnd, `A blank is missing between DELIMITER and ${argument}.`);
    } else if (!fresh) {
      if (!resynchronises(this.#text, start, argument, this.#delimiter)) return false;
      const span = { start, end: lineEnd };
      const message = `The statement before this DELIMITER line is not finished: ${this.#delimiter} is expected.`;
      this.#errors.push({ code: 'unfinished-statement', span, message });
    } else if (!isFirstOnLine(this.#text, start)) this.#warnOfLateDelimiter(start, lineEnd);
    this.#scanClientLine(start, lineEnd, id === kw.DELIMITER ? argument : null);
    return true;
  }

  #warnOfLateDelimiter(start: number, end: number): void {
    const message = `The command line clients know DELIMITER at the beginning of a line only, and send what follows up to the next ${this.#delimiter} as one statement: put it on its own line.`;
    this.#warnings.push({ code: 'late-delimiter', span: { start, end }, message });
  }

  #reportDelimiter(start: number, end: number, message: string): void {
    this.#errors.push({ code: 'bad-delimiter', span: { start, end }, message });
  }

  #scanClientLine(start: number, lineEnd: number, delimiter: string | null): void {
    this.#push(tokenKind.delimiterCommand, start, lineEnd, 0);
    if (delimiter === null) return this.#endStatement();
    if (delimiter === '') this.#reportDelimiter(start, lineEnd, 'DELIMITER names no delimiter.');
    else if (delimiter.includes('\\'))
      this.#reportDelimiter(start, lineEnd, 'A delimiter cannot contain a backslash: the client refuses it.');
    else {
      this.#delimiter = delimiter;
      this.#delimiterCode = delimiter.charCodeAt(0);
    }
    this.#endStatement();
  }

  /** `\d |` and its like at the start of a statement, `\g` and `\G` where a delimiter could stand, and `\N`, which is NULL. */
  #scanBackslash(start: number): boolean {
    const { client, dialect, serverVersion } = this.#options;
    const letter = this.#text.charCodeAt(start + 1);
    if (letter === 78 && (dialect === 'mariadb' || serverVersion < 80000)) {
      this.#push(tokenKind.word, start, start + 2, kw.NULL);
      return true;
    }
    if (!client) return false;
    const fresh = this.#fresh;
    if (fresh && isBackslashCommand(letter)) {
      const lineEnd = endOfClientLine(this.#text, start + 2);
      const names = (letter | 32) === 100;
      this.#scanClientLine(start, lineEnd, names ? readDelimiterArgument(this.#text, start + 2, lineEnd) : null);
      return true;
    }
    if (fresh || (letter | 32) !== 103 || isWordCode(this.#text.charCodeAt(start + 2))) return false;
    this.#push(tokenKind.delimiter, start, start + 2, this.#delimiter === ';' ? op.semicolon : 0);
    this.#endStatement();
    return true;
  }

  #endStatement(): void {
    const first = this.#statement;
    const last = this.#buffer.count - 1;
    this.#statement = this.#buffer.count;
    if (this.#buffer.id[first] !== kw.SET || !this.#mode.read(this.#buffer, first, last)) return;
    this.#modeChanges.push({ token: this.#buffer.count, modes: this.#mode.modes });
    this.#applyMode();
  }

  #applyMode(): void {
    this.#ansiQuotes = this.#mode.modes.includes('ANSI_QUOTES');
    this.#backslash = !this.#mode.modes.includes('NO_BACKSLASH_ESCAPES');
  }

  // --- numbers ----------------------------------------------------------------------------------

  #scanNumber(start: number): void {
    const text = this.#text;
    if (this.#followsDot(start)) return this.#scanWordBehindDigits(start, start);
    const second = text.charCodeAt(start + 1);
    if (text.charCodeAt(start) === 48 && (second === 120 || second === 98)) {
      let end = start + 2;
      while (second === 120 ? isHexCode(text.charCodeAt(end)) : (text.charCodeAt(end) | 1) === 49) end++;
      if (end > start + 2 && !this.#continuesWord(end)) return this.#push(tokenKind.number, start, end, 0);
    }
    let end = this.#skipDigits(start);
    const exponent = this.#skipExponent(end);
    if (exponent > end && (!isDigitCode(text.charCodeAt(end + 1)) || !this.#continuesWord(exponent))) {
      return this.#push(tokenKind.number, start, exponent, 0);
    }
    if (this.#continuesWord(end)) return this.#scanWordBehindDigits(start, end);
    if (text.charCodeAt(end) === op.dot && text.charCodeAt(end + 1) !== op.dot && !this.#delimiterStarts(end)) {
      end = this.#skipDigits(end + 1);
      end = this.#skipExponent(end);
    }
    this.#push(tokenKind.number, start, end, 0);
  }

  /** `.5` where no name stands right before the dot. */
  #scanFraction(start: number): boolean {
    if (!isDigitCode(this.#text.charCodeAt(start + 1)) || this.#followsName(start)) return false;
    this.#push(tokenKind.number, start, this.#skipExponent(this.#skipDigits(start + 1)), 0);
    return true;
  }

  /** A name that begins with digits: `2fa_codes`. */
  #scanWordBehindDigits(start: number, digitsEnd: number): void {
    let end = digitsEnd;
    while (this.#continuesWord(end)) end++;
    this.#push(tokenKind.word, start, end, 0);
  }

  #continuesWord(offset: number): boolean {
    return offset < this.#length && isWordCode(this.#text.charCodeAt(offset)) && !this.#delimiterStarts(offset);
  }

  #delimiterStarts(offset: number): boolean {
    return this.#text.charCodeAt(offset) === this.#delimiterCode && this.#delimiterAt(offset);
  }

  #skipDigits(offset: number): number {
    let end = offset;
    while (isDigitCode(this.#text.charCodeAt(end))) end++;
    return end;
  }

  #skipExponent(offset: number): number {
    if ((this.#text.charCodeAt(offset) | 32) !== 101) return offset;
    const sign = this.#text.charCodeAt(offset + 1);
    const digits = sign === op.plus || sign === op.minus ? offset + 2 : offset + 1;
    const end = this.#skipDigits(digits);
    return end > digits ? end : offset;
  }

  #followsDot(start: number): boolean {
    const last = this.#buffer.count - 1;
    return last > 0 && this.#buffer.id[last] === op.dot && this.#buffer.end[last] === start;
  }

  #followsName(start: number): boolean {
    const last = this.#buffer.count - 1;
    if (last < 0 || this.#buffer.end[last] !== start) return false;
    const kind = this.#buffer.kind[last];
    return kind === tokenKind.word || kind === tokenKind.quotedName;
  }

  // --- signs ------------------------------------------------------------------------------------

  #scanSign(start: number, code: number): void {
    switch (code) {
      case 39:
        return this.#push(tokenKind.string, start, this.#endOfQuoted(start, code, this.#backslash), 0);
      case 34:
        if (this.#ansiQuotes) break;
        return this.#push(tokenKind.string, start, this.#endOfQuoted(start, code, this.#backslash), 0);
      case 35:
        this.#position = endOfLine(this.#text, start);
        return;
      case 45:
        if (this.#text.charCodeAt(start + 1) !== 45 || !this.#opensDashComment(start)) break;
        this.#position = endOfLine(this.#text, start);
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
    }
    if (code === 96 || code === 34)
      return this.#push(tokenKind.quotedName, start, this.#endOfQuoted(start, code, false), 0);
    this.#scanOperator(start, code);
  }

  /**
   * Two dashes are a comment only before white space, a control character or the end; and MariaDB's client drops every
   * line that begins so between statements, where MySQL's sends it on.
   */
  #opensDashComment(start: number): boolean {
    if (start + 2 >= this.#length || this.#text.charCodeAt(start + 2) <= 32) return true;
    return this.#fresh && this.#options.client && this.#options.dialect === 'mariadb';
  }

  #scanComment(start: number): void {
    const head = readCommentHead(this.#text, start, this.#options);
    if (head !== null && head.active) {
      this.#open = start;
      this.#marks.push({ kind: 'open', start, end: head.end });
      this.#position = head.end;
      return;
    }
    const end = endOfComment(this.#text, start, head !== null);
    if (end < 0) this.#reportComment(start);
    this.#position = end < 0 ? this.#length : end;
    if (head !== null) this.#marks.push({ kind: 'inactive', start, end: this.#position });
  }

  #closeComment(start: number): void {
    this.#open = -1;
    this.#marks.push({ kind: 'close', start, end: start + 2 });
    this.#position = start + 2;
  }

  #reportComment(start: number): void {
    const message = 'This comment is not finished: */ is expected.';
    this.#errors.push({ code: 'unfinished-comment', span: { start, end: start + 2 }, message });
  }

  /** `@name`, `@'name'`, `@@name`, or a lone `@`. */
  #scanVariable(start: number): void {
    const text = this.#text;
    const system = text.charCodeAt(start + 1) === op.at;
    const name = system ? start + 2 : start + 1;
    const quote = text.charCodeAt(name);
    let end = name;
    if (quote === 96) end = this.#endOfQuoted(name, quote, false);
    else if ((quote === 39 && !system) || quote === 34)
      end = this.#endOfQuoted(name, quote, this.#backslash && quote === 39);
    else while (this.#continuesWord(end) || (text.charCodeAt(end) === op.dot && !this.#delimiterStarts(end))) end++;
    if (system) end = this.#endOfPath(end);
    if (end === start + 1) return this.#push(tokenKind.operator, start, end, op.at);
    this.#push(system ? tokenKind.systemVariable : tokenKind.userVariable, start, end, 0);
  }

  /** The rest of `@@session."sql_mode"` and of ``@@`default`.key_buffer_size``, parts in quotes included. */
  #endOfPath(start: number): number {
    const text = this.#text;
    let end = start;
    for (;;) {
      const isDot = text.charCodeAt(end) === op.dot && !this.#delimiterStarts(end);
      if (!isDot && text.charCodeAt(end - 1) !== op.dot) return end;
      const part = isDot ? end + 1 : end;
      const quote = text.charCodeAt(part);
      const isName = quote === 96 || (quote === 34 && (this.#ansiQuotes || this.#options.dialect === 'mariadb'));
      end = isName ? this.#endOfQuoted(part, quote, false) : part;
      while (!isName && this.#continuesWord(end)) end++;
      if (end === part) return end;
    }
  }

  #scanOperator(start: number, code: number): void {
    let length = operatorLength(this.#text, start, code);
    for (let i = 1; i < length; i++) if (this.#delimiterStarts(start + i)) length = i;
    if (code < 32 || code === 127) {
      const message = `The text holds a control character (code ${code}) outside strings and comments.`;
      this.#errors.push({ code: 'unexpected-character', span: { start, end: start + 1 }, message });
    }
    this.#push(tokenKind.operator, start, start + length, operatorId(this.#text, start, length));
  }

  /** The offset behind the closing quote. A text that never closes ends with its line, so that the rest can be read. */
  #endOfQuoted(start: number, quote: number, backslash: boolean): number {
    const text = this.#text;
    const length = this.#length;
    for (let i = start + 1; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code === 92 && backslash) i++;
      else if (code === quote) {
        if (text.charCodeAt(i + 1) !== quote) return i + 1;
        i++;
      }
    }
    const end = endOfLine(text, start);
    const code = quote === 96 || (quote === 34 && this.#ansiQuotes) ? 'unfinished-quoted-name' : 'unfinished-string';
    const message = `The quote ${String.fromCharCode(quote)} that opens here is never closed.`;
    this.#errors.push({ code, span: { start, end }, message });
    return end;
  }

  #push(kind: number, start: number, end: number, id: number): void {
    this.#buffer.push(kind, start, end, id);
    this.#position = end;
  }
}
