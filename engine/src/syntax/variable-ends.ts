/** The ends of variables. */
import { op } from './tokens';

/** The part of the tokenizer that recognises words. */
export interface WordScanner {
  /** Returns true at a character of a word that does not begin the delimiter. */
  continuesWord(offset: number): boolean;
  delimiterStarts(offset: number): boolean;
  /** Returns the offset after the closing quote of a string or name that opens here. */
  endOfQuoted(start: number, quote: number, backslash: boolean): number;
}

interface Around {
  readonly scanner: WordScanner;
  readonly backslash: boolean;
  /** True if double quotes make a name of a part after a dot. */
  readonly namesQuoted: boolean;
}

/** Returns the end of the `@name`, `@'name'`, `@@name`, or lone `@` that begins here. */
export function endOfVariable(text: string, start: number, around: Around): number {
  const { scanner, backslash } = around;
  const system = text.charCodeAt(start + 1) === op.at;
  const name = system ? start + 2 : start + 1;
  const quote = text.charCodeAt(name);
  let end = name;
  if (quote === 96) end = scanner.endOfQuoted(name, quote, false);
  else if ((quote === 39 && !system) || quote === 34) end = scanner.endOfQuoted(name, quote, backslash && quote === 39);
  else while (scanner.continuesWord(end) || (text.charCodeAt(end) === op.dot && !scanner.delimiterStarts(end))) end++;
  return system ? endOfPath(text, end, around) : end;
}

/** Returns the end of `@@session."sql_mode"` and of ``@@`default`.key_buffer_size``, parts in quotes included. */
function endOfPath(text: string, start: number, { scanner, namesQuoted }: Around): number {
  let end = start;
  for (;;) {
    const isDot = text.charCodeAt(end) === op.dot && !scanner.delimiterStarts(end);
    if (!isDot && text.charCodeAt(end - 1) !== op.dot) return end;
    const part = isDot ? end + 1 : end;
    const quote = text.charCodeAt(part);
    const isName = quote === 96 || (quote === 34 && namesQuoted);
    end = isName ? scanner.endOfQuoted(part, quote, false) : part;
    while (!isName && scanner.continuesWord(end)) end++;
    if (end === part) return end;
  }
}
