/**
 * Texts preceded by the verdict of both servers: `+` if it accepts the text, `-` if it rejects it, a blank if it is not
 * asked; MySQL comes first. Each holds for our reading (verdicts.test.ts) and for the servers (live/verdicts.test.ts).
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Dialect } from '../../engine/src/syntax/dialect';
import { repositoryPath } from '../../scripts/repository';

export interface JudgedText {
  readonly text: string;
  /** The verdicts; null if the server is not asked. */
  readonly taken: Readonly<Record<Dialect, boolean | null>>;
}

export interface Verdicts {
  readonly theme: string;
  readonly oracle: boolean;
  readonly texts: readonly JudgedText[];
}

const folder = repositoryPath('test', 'fixtures', 'verdicts');

export const verdicts: readonly Verdicts[] = readdirSync(folder)
  .sort()
  .map((name) => ({
    theme: name.replace('.txt', '').replaceAll('-', ' '),
    oracle: name.startsWith('oracle'),
    texts: readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean).map(readLine),
  }));

function readLine(line: string): JudgedText {
  const read = (mark: string): boolean | null => (mark === ' ' ? null : mark === '+');
  return { text: line.slice(3), taken: { mysql: read(line.charAt(0)), mariadb: read(line.charAt(1)) } };
}

const definition =
  /^CREATE (OR REPLACE )?((DEFINER|ALGORITHM|SQL|JSON)\b.* )?(PROCEDURE|FUNCTION|TRIGGER|EVENT|VIEW|PACKAGE)\b/;

/** Returns the text itself, or a procedure around it. */
export function judgedText(text: string, oracle: boolean): string {
  if (definition.test(text)) return text;
  return `CREATE PROCEDURE p(a INT) ${oracle ? 'AS ' : ''}BEGIN ${text}; END`;
}
