/** Texts of sources in the Markdown of a hover. */
import { printableLines } from '#engine';

/** Returns a code block, whose fence is longer than any run of backticks in the code. */
export function fence(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}mysql-routine\n${printableLines(code)}\n${marks}`;
}

/** Escapes the comment of a routine, which is shown as written: neither markup nor an address in it has an effect. */
export function escapeMarkdown(text: string): string {
  return printableLines(text).replace(/:(?=\/\/)|[\\`*_{}[\]()#+\-.!|<>&~$@]/g, '\\$&');
}
