/**
 * Returns a text from a server, a file or another person in a form that is safe to show: characters that would move a
 * cursor, colour, reverse or forge a line are escaped. Joiners remain, because some scripts need them.
 */
export function printable(text: string): string {
  return text.replace(harmful, writeOut);
}

/** Returns a text for one line of a message: its line breaks are written out, and tabs become a blank. */
export function printableLine(text: string): string {
  return printable(text.replace(/[ \t]*\t[ \t]*/g, ' '));
}

/** Returns a sentence of a server, which quotes texts of several lines, on one line: line breaks become a blank. */
export function printableSentence(text: string): string {
  return printableLine(text.replace(/\s*[\r\n\t]+\s*/g, ' '));
}

/** Returns a text of several lines: its line breaks and tabs remain. */
export function printableLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(harmful, (letter) => (/[\n\t]/.test(letter) ? letter : writeOut(letter)));
}

/** Returns a JSON document that is safe to show and has the same meaning. */
export function printableJson(json: string): string {
  return json.replace(harmful, (letter) =>
    letter === '\n'
      ? letter
      : Array.from(
          { length: letter.length },
          (_, i) => `\\u${letter.charCodeAt(i).toString(16).padStart(4, '0')}`,
        ).join(''),
  );
}

/** Controls, lone surrogates, separators of lines, and format characters, which reverse the order of letters or are not seen. */
const harmful = /[\p{Cc}\p{Cs}\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function writeOut(letter: string): string {
  return short[letter] ?? `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`;
}
