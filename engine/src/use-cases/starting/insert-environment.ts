/** Adds an environment to the text of a project file; comments and formatting of everything else remain. */
import { applyEdits, createScanner, findNodeAtLocation, parseTree, type Edit, type Node } from 'jsonc-parser';

type Entry = Readonly<Record<string, unknown>>;

/** The longest entry on one line, in characters. */
const longestLine = 140;

/**
 * Returns the text with the environment after the others, on one line if those are; the text has to be a valid project
 * file.
 */
export function insertEnvironment(text: string, name: string, entry: Entry): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const plain = text.slice(mark.length);
  const style = readStyle(plain);
  const root = parseTree(plain, [], { allowTrailingComma: true });
  if (root === undefined) throw new Error('This is not a project file.');
  const there = findNodeAtLocation(root, ['environments']);
  const hasLongOnes = there?.children?.some((child) => printNode(plain, child).includes('\n')) === true;
  const short = `${JSON.stringify(name)}: ${printOnOneLine(entry)}`;
  const isShort = short.length <= longestLine && !hasLongOnes;
  if (there !== undefined)
    return mark + insertProperty(plain, there, (indent) => (isShort ? short : printLines(name, entry, indent, style)));
  const addKey = (indent: string): string => {
    const inner = indent + style.unit;
    const property = isShort ? short : printLines(name, entry, inner, style);
    return `"environments": {${style.eol}${inner}${property}${style.eol}${indent}}`;
  };
  return mark + insertProperty(plain, root, addKey);
}

/** Returns `{ "host": "db1", "port": 3306 }`. */
function printOnOneLine(entry: Entry): string {
  return `{ ${printParts(entry).join(', ')} }`;
}

function printLines(name: string, entry: Entry, indent: string, { unit, eol }: Style): string {
  const parts = printParts(entry).map((part) => `${indent}${unit}${part}`);
  return `${JSON.stringify(name)}: {${eol}${parts.join(`,${eol}`)}${eol}${indent}}`;
}

function printParts(entry: Entry): readonly string[] {
  return Object.entries(entry).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
}

/** Adds a property as the last one of an object, on a line of its own; `print` gets its indentation. */
function insertProperty(text: string, object: Node, print: (indent: string) => string): string {
  const { unit, eol } = readStyle(text);
  const indent = indentAt(text, object.offset) + unit;
  const last = object.children?.at(-1);
  const start = object.offset + 1;
  if (last === undefined) {
    const isEmpty = text.slice(start, object.offset + object.length - 1).trim() === '';
    const edit: Edit = isEmpty
      ? {
          offset: start,
          length: object.length - 2,
          content: `${eol}${indent}${print(indent)}${eol}${indent.slice(unit.length)}`,
        }
      : { offset: start, length: 0, content: `${eol}${indent}${print(indent)}` };
    return applyEdits(text, [edit]);
  }
  const end = last.offset + last.length;
  const comma = findComma(text, end);
  const isOnOneLine = !printNode(text, object).includes('\n');
  const lineEnd = isOnOneLine ? end : endOfLine(text, comma ?? end, object.offset + object.length - 1);
  const at = indentAt(text, last.offset);
  const content = isOnOneLine ? ` ${print(at)}` : `${eol}${at}${print(at)}`;
  const separator: Edit[] = comma === null ? [{ offset: end, length: 0, content: ',' }] : [];
  if (comma === null && lineEnd === end) return applyEdits(text, [{ offset: end, length: 0, content: `,${content}` }]);
  return applyEdits(text, [...separator, { offset: Math.max(lineEnd, comma ?? 0), length: 0, content }]);
}

/** Returns the offset after the comma that follows, beyond spaces and comments; null if there is none. */
function findComma(text: string, offset: number): number | null {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  const at = scanner.getTokenOffset();
  return text[at] === ',' ? at + 1 : null;
}

/** Returns the end of the line, whose comment belongs to what is before it; not beyond `limit`. */
function endOfLine(text: string, offset: number, limit: number): number {
  const [rest = ''] = /^[^\r\n]*/.exec(text.slice(offset, limit)) ?? [];
  // A comment that goes on in the next line stays whole.
  return /\/\*(?!.*\*\/)/.test(rest) ? offset : offset + rest.trimEnd().length;
}

function printNode(text: string, { offset, length }: Node): string {
  return text.slice(offset, offset + length);
}

/** Returns the spaces or tabs at the beginning of the line of an offset. */
function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}

interface Style {
  /** The indentation of one level. */
  readonly unit: string;
  readonly eol: string;
}

function readStyle(text: string): Style {
  return { unit: /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ', eol: text.includes('\r\n') ? '\r\n' : '\n' };
}
