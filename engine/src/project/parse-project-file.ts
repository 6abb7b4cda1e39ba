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
  /**
   * The configuration without the environments that have an error, for reading only; null if an error is anywhere else,
   * because then it is unknown what the file means.
   */
  readonly partial: ProjectConfig | null;
  /** The mistakes, in the order of the text. */
  readonly mistakes: readonly ProjectMistake[];
}

/** Parses a project file. Never throws, and never repeats a secret that the text contains. */
export function parseProjectFile(text: string): ParsedProjectFile {
  const document = openProjectDocument(text.length > longest ? '' : text);
  const { root, report } = document;
  if (text.length > longest) {
    const message = `The file is longer than ${longest} characters, the limit for a project file.`;
    return {
      value: null,
      partial: null,
      mistakes: [{ severity: 'error', path: [], span: { start: 0, end: 0 }, line: 1, message }],
    };
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
  const errors = mistakes.filter(({ severity }) => severity === 'error');
  if (root !== undefined && errors.length === 0) {
    const value = makeProjectConfig(raw as RawProject);
    return { value, partial: value, mistakes };
  }
  return { value: null, partial: makePartial(raw, errors), mistakes };
}

/** Leaves out the environments with errors; returns null if that does not leave a valid project file. */
function makePartial(raw: unknown, errors: readonly ProjectMistake[]): ProjectConfig | null {
  const broken = new Set<unknown>();
  for (const { path } of errors) {
    if (path[0] !== 'environments' || path[1] === undefined) return null;
    broken.add(path[1]);
  }
  const project = raw as RawProject;
  if (broken.has(project.registry?.environment)) return null;
  const whole = Object.entries(project.environments ?? {}).filter(([name]) => !broken.has(name));
  return makeProjectConfig({ ...project, environments: Object.fromEntries(whole) });
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
