/** The project file as a tree of JSON with comments: its nodes, its syntax errors, and the position of each key. */
import { createScanner, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { LineIndex, type Span } from '../base/text';
import type { ProjectMistake } from './project-mistake';

export type MistakePath = ProjectMistake['path'];

/** The maximum depth, more than any project file needs: a recursive parser would exhaust the stack far beyond it. */
const deepest = 64;

/** The line by which git separates the sides of an unresolved merge. */
const conflictMarker = /^(?:<{7}|={7}|>{7})(?=[ \r\n]|$)/m;

/** The place of a key itself, not of its value. */
export interface KeyPlace {
  readonly key: MistakePath;
}

/** Reports a mistake at a path, at a key, or at a span where no path leads to it. */
export type Report = (
  at: MistakePath | KeyPlace | Span,
  message: string,
  severity?: ProjectMistake['severity'],
) => void;

export interface ProjectDocument {
  readonly root: Node | undefined;
  readonly mistakes: readonly ProjectMistake[];
  readonly report: Report;
}

export function openProjectDocument(text: string): ProjectDocument {
  const lines = new LineIndex(text);
  const mistakes: ProjectMistake[] = [];
  const plain = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const errors: ParseError[] = [];
  const tooDeep = findTooDeep(plain);
  const root = tooDeep ? undefined : parseTree(plain, errors, { allowTrailingComma: true });

  const report: Report = (at, message, severity = 'error') => {
    const span = 'start' in at ? at : 'key' in at ? spanOfKey(root, at.key) : spanOf(root, at);
    mistakes.push({
      severity,
      path: 'start' in at ? [] : 'key' in at ? at.key : at,
      span,
      line: lines.place(span.start).line,
      message,
    });
  };
  if (tooDeep) report(tooDeep, `This is nested more than ${deepest} levels deep, the limit for a project file.`);
  if (plain.trim() === '') report({ start: 0, end: 0 }, 'The file is empty. Start with {}.');
  else {
    const marker = errors.length === 0 ? null : conflictMarker.exec(plain);
    const found =
      marker === null
        ? onePerPlace(errors).map(({ offset, length, error }) => ({ offset, length, message: describe(error) }))
        : [
            {
              offset: marker.index,
              length: marker[0].length,
              message: 'Git has left conflict markers. Resolve the merge.',
            },
          ];
    for (const { offset, length, message } of found) {
      const about = { severity: 'error', path: [], isSyntax: true, message } as const;
      mistakes.push({ ...about, span: { start: offset, end: offset + length }, line: lines.place(offset).line });
    }
  }
  return { root, mistakes, report };
}

/** Returns the span of the key's property, or of the nearest existing parent. */
function spanOf(root: Node | undefined, path: MistakePath): Span {
  let node = root;
  for (const part of path) {
    const next = childOf(node, part);
    if (!next) break;
    node = next;
  }
  return node ? { start: node.offset, end: node.offset + node.length } : { start: 0, end: 0 };
}

/** Returns the span of a key; of its value, or of the nearest parent, if the text does not have the key. */
function spanOfKey(root: Node | undefined, path: MistakePath): Span {
  const parent = path.slice(0, -1).reduce<Node | undefined>((node, part) => childOf(node, part), root);
  const property = parent?.children?.findLast(({ children }) => children?.[0]?.value === path.at(-1));
  const key = property?.children?.[0];
  return key === undefined ? spanOf(root, path) : { start: key.offset, end: key.offset + key.length };
}

/** Returns the child; the last of several properties of one name, because its value counts. */
function childOf(node: Node | undefined, part: string | number): Node | undefined {
  if (node?.type === 'array') return typeof part === 'number' ? node.children?.[part] : undefined;
  return node?.children?.findLast((property) => property.children?.[0]?.value === part)?.children?.[1];
}

function findTooDeep(text: string): Span | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    scanner.scan();
    const start = scanner.getTokenOffset();
    if (start >= text.length) return null;
    const first = text.charAt(start);
    if (first === '{' || first === '[') depth++;
    if (first === '}' || first === ']') depth--;
    if (depth > deepest) return { start, end: start + 1 };
  }
}

const sentences: Readonly<Record<string, string>> = {
  InvalidSymbol: 'Unexpected word. Put strings in double quotes.',
  InvalidNumberFormat: 'This is not a valid JSON number.',
  PropertyNameExpected: 'Expected a key in double quotes.',
  ValueExpected: 'Expected a value.',
  ColonExpected: 'Expected a colon between the key and its value.',
  CommaExpected: 'Expected a comma before the next entry.',
  CloseBraceExpected: 'Missing closing brace }.',
  CloseBracketExpected: 'Missing closing bracket ].',
  EndOfFileExpected: 'Unexpected text after the closing brace of the file.',
  UnexpectedEndOfComment: 'Unclosed comment. Write */ at its end.',
  UnexpectedEndOfString: 'Unclosed string. Write " at its end.',
  UnexpectedEndOfNumber: 'Incomplete number.',
  InvalidUnicode: 'Expected four hexadecimal digits after \\u.',
  InvalidEscapeCharacter: 'Unknown escape. Write \\\\ for a backslash.',
  InvalidCharacter: 'This character is not allowed in a string. Write it as an escape.',
};

function describe(error: ParseError['error']): string {
  return sentences[printParseErrorCode(error)] ?? 'This is not JSON.';
}

/** Keeps the first error of each place: after one mistake the parser reports several there. */
function onePerPlace(errors: readonly ParseError[]): readonly ParseError[] {
  const places = new Map<number, ParseError>();
  for (const error of errors) if (!places.has(error.offset)) places.set(error.offset, error);
  return [...places.values()];
}
