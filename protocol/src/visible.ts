/** Names and sentences as they may be shown: no character can reverse, hide or break what is beside it. */

/** Returns a text for one line; line breaks, controls and format characters are written out: `\n`, `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(harmful, writeOut);
}

/** Returns a text that may have several lines: its line breaks remain. */
export function visibleLines(text: string): string {
  return text.replace(harmful, (letter) => (letter === '\n' ? letter : writeOut(letter)));
}

/** Returns an item of a list with its texts made visible, and everything else as it is. */
export function visibleItem<
  T extends { readonly label: string; readonly description?: string; readonly detail?: string },
>(item: T): T {
  const { label, description, detail } = item;
  return {
    ...item,
    label: visible(label),
    ...(description === undefined ? {} : { description: visible(description) }),
    ...(detail === undefined ? {} : { detail: visible(detail) }),
  };
}

/** Controls, lone surrogates, separators of lines, and format characters; joiners remain, as some scripts need them. */
const harmful = /[\p{Cc}\p{Cs}\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function writeOut(letter: string): string {
  return short[letter] ?? `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`;
}
