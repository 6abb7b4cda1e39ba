/** A mistake in a project file: its position and the correction. */
import type { Span } from '../base/text';

export interface ProjectMistake {
  /** A warning leaves the file usable; an error does not. */
  readonly severity: 'error' | 'warning';
  /** Keys and indexes from the root: `['environments', 'dev', 'port']`; empty for the file as a whole. */
  readonly path: readonly (string | number)[];
  readonly span: Span;
  /** The line, from 1. */
  readonly line: number;
  /**
   * True for a syntax error of JSON, which an editor may report itself; absent for a violation of the project file's
   * own rules.
   */
  readonly isSyntax?: true;
  /** One sentence with the remedy; never holds a secret. */
  readonly message: string;
}

/** Returns a path as people write it: `environments.dev.targets[0].port`. */
export function printPath(path: readonly (string | number)[]): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');
}
