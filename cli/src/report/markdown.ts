/** Markdown for a comment on a pull request: text from elsewhere made harmless, and the whole cut to what a code host accepts. */
import { plural, printableLine, printableLines } from '#engine';

/** Characters that GitHub accepts in one comment; GitLab accepts more. */
const commentLimit = 65_536;

export interface MarkdownSection {
  /** Comes before the items: the head of a table, or nothing. */
  readonly head: string;
  /** Each ends with a line end. */
  readonly items: readonly string[];
  /** The name of one item in the sentence that counts those left out. */
  readonly noun: string;
}

export interface MarkdownDocument {
  /** A line of Markdown with the totals. */
  readonly title: string;
  readonly sections: readonly MarkdownSection[];
}

/** Returns the document with at most `commentLimit` characters; items that do not fit are left out and counted at the end. */
export function printMarkdown({ title, sections }: MarkdownDocument): string {
  let text = `### ${title}\n`;
  const left: string[] = [];
  const limit = commentLimit - lengthOfEnd;
  for (const { head, items, noun } of sections) {
    let section = `\n${head}`;
    let kept = 0;
    for (const item of items) {
      if (text.length + section.length + item.length > limit) continue;
      section += item;
      kept++;
    }
    if (kept > 0) text += section;
    if (kept < items.length) left.push(plural(items.length - kept, noun));
  }
  if (left.length === 0) return text;
  return `${text}\n**Left out:** ${left.join(', ')}. ${whyCut}\n`;
}

const whyCut =
  'A comment has at most 65,536 characters; the same command without `--format markdown` prints everything.';

/** The characters for the sentence about the omitted part. */
const lengthOfEnd = 1000;

export function tableHead(...columns: readonly string[]): string {
  return `${tableRow(...columns)}${tableRow(...columns.map(() => '---'))}`;
}

/** Returns a row of cells, which are Markdown. */
export function tableRow(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** Returns a folded text. The summary is Markdown without line ends. */
export function fold(summary: string, content: string, language: 'diff' | 'sql'): string {
  return `<details><summary>${summary}</summary>\n\n${fence(content, language)}\n</details>\n`;
}

function fence(content: string, language: string): string {
  const text = printableLines(content).replace(/\n+$/, '');
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const mark = '`'.repeat(Math.max(3, longest + 1));
  return `${mark}${language}\n${text}\n${mark}\n`;
}

/**
 * Returns a name from elsewhere as code. It uses HTML instead of backticks, because a backtick or a pipe in the name
 * would end those.
 */
export function codeOf(name: string): string {
  return name === '' ? '' : `<code>${writeEntities(printableLine(name))}</code>`;
}

/**
 * Returns a sentence from elsewhere, which may be in a table or at the start of a line. It notifies no user and
 * contains no link.
 */
export function proseOf(sentence: string): string {
  // Names and statements come between backticks, in pairs; an odd last backtick is a letter like any other.
  const parts = printableLine(sentence).split(/`([^`]+)`/);
  return parts.map((part, at) => (at % 2 === 1 ? codeOf(part) : wordsOf(part, at === 0))).join('');
}

function wordsOf(text: string, startsLine: boolean): string {
  // Code hosts search for names after they have decoded the entities; a comment in between prevents a match.
  const parts = text.split(withinLinks);
  const words = parts.map(writeEntities).join('<!-- -->').replaceAll('&#36;', '<span>$</span>');
  if (!startsLine) return words;
  return words.replace(/^(?:[-+=]|\d+[.)])/, (start) => `${start.slice(0, -1)}${entityOf(start.slice(-1))}`);
}

/**
 * Places within words that a code host makes links of: users, issues and other things by a sign before them (`@ann`,
 * `shop#12`) or by a key and a number (`GH-26`), emoji, and commits by 7 or more hexadecimal digits.
 */
const withinLinks = new RegExp(
  [
    String.raw`(?<=[@#!%~&^])(?=\w)`,
    String.raw`(?<=:)(?=[\w+-]+:)`,
    String.raw`(?<=[a-z]\w*-)(?=\d)`,
    String.raw`(?<=(?<![0-9a-z_])(?:[0-9a-f]{6})+)(?=[0-9a-f])`,
  ].join('|'),
  'i',
);

/** Everything that Markdown or HTML could take for more than a letter; an underscore within a word is one. */
const special = /[\\`*[\]<>&|~$^{}!@#"']|(?<![a-z0-9])_+|_+(?![a-z0-9])|:(?=\/\/)|(?<=www)\./gi;

function writeEntities(text: string): string {
  return text.replace(special, (found) => Array.from(found, entityOf).join(''));
}

function entityOf(letter: string): string {
  return `&#${letter.codePointAt(0) ?? 0};`;
}
