/** What is wrong with a project file: where, and what to write instead. */
import type { Span } from '../base/text';

export interface ProjectMistake {
  /** A warning leaves the file usable; an error does not. */
  readonly severity: 'error' | 'warning';
  /** Keys and indexes from the root: `['environments', 'dev', 'port']`; empty for the file as a whole. */
  readonly path: readonly (string | number)[];
  readonly span: Span;
  /** From 1. */
  readonly line: number;
  /** Of JSON itself, which an editor may tell by itself, too; absent for what only a project file demands. */
  readonly isSyntax?: true;
  /** One sentence with the remedy; never holds a secret. */
  readonly message: string;
}

/** `environments.dev.targets[0].port`, as people say it. */
export function printPath(path: readonly (string | number)[]): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');
}
