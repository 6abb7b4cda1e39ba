/** Reads sproc.json: JSON with comments, every mistake at once. */
import { getNodeValue, type Node } from 'jsonc-parser';
import { reportContradictions, reportDuplicateKeys } from './cross-checks';
import type { ProjectConfig } from './environment';
import { makeProjectConfig } from './make-project-config';
import { findUndecoded } from '../syntax/encoding';
import { openProjectDocument, type Report } from './project-document';
import type { ProjectMistake } from './project-mistake';
import type { RawProject } from './raw-project';
import { reportSchemaMistakes } from './schema-mistakes';
import { reportSecrets } from './secret-mistakes';

/** Characters; no project file comes near. */
const longest = 1_000_000;

export interface ParsedProjectFile {
  /** The configuration; null if a mistake is an error. */
  readonly value: ProjectConfig | null;
  /** The mistakes, in the order of the text. */
  readonly mistakes: readonly ProjectMistake[];
}

/** Parses a project file. Never throws, and never repeats a secret that the text contains. */
export function parseProjectFile(text: string): ParsedProjectFile {
  const document = openProjectDocument(text.length > longest ? '' : text);
  const { root, report } = document;
  if (text.length > longest) {
    const message = `The file is longer than ${longest} characters, the limit for a project file.`;
    return { value: null, mistakes: [{ severity: 'error', path: [], span: { start: 0, end: 0 }, line: 1, message }] };
  }

  reportDuplicateKeys(root, report);
  reportSecrets(root, report);
  const raw: unknown = root && getNodeValue(root);
  reportUndecoded(text, raw, report);
  if (root) {
    reportNuls(root, report);
    const mistyped = reportSchemaMistakes(raw, report);
    if (root.type === 'object') reportContradictions(raw as RawProject, mistyped, report);
  }

  const mistakes = document.mistakes.toSorted((a, b) => a.span.start - b.span.start);
  const usable = root !== undefined && mistakes.every(({ severity }) => severity === 'warning');
  return { value: usable ? makeProjectConfig(raw as RawProject) : null, mistakes };
}

/** Reports strings with a NUL, which ends a text for servers and for the operating system. */
function reportNuls(node: Node, report: Report): void {
  if (node.type === 'string' && String(node.value).includes('\u0000'))
    report({ start: node.offset, end: node.offset + node.length }, 'This has a NUL character. Remove it.');
  for (const child of node.children ?? []) reportNuls(child, report);
}

/** Reports bytes that are not UTF-8: a warning in a comment, an error elsewhere. */
function reportUndecoded(text: string, raw: unknown, report: Report): void {
  const at = findUndecoded(text);
  if (at === null) return;
  const isUsed = /\\ud[c-f]/.test(JSON.stringify(raw ?? null));
  const message = 'The file has bytes that are not UTF-8 (shown as U+FFFD). Save it as UTF-8.';
  report({ start: at, end: at + 1 }, message, isUsed ? 'error' : 'warning');
}
