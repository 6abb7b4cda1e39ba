/**
 * A folder without a sproc.json, read as if it had one: its files for MySQL and MariaDB are the sources. Only a limited
 * number of files is read, and nothing is written.
 */
import { makePause } from '../base/slices';
import { projectFile } from '../project/project-file';
import type { SourceTree } from '../project/ports';
import { defaultParserOptions, type ParserOptions } from '../syntax/dialect';
import { parseScript } from '../syntax/parse-script';
import { recognizeServer } from '../syntax/recognize-server';

export interface AssumedTree extends SourceTree {
  /** Forgets what was read of these files; they are read again with the next list. */
  readonly forget: (paths: readonly string[]) => void;
}

/** The limits, beyond which files are not read and names that are not found are not reported. */
export interface AssumedLimits {
  readonly files: number;
  /** Characters of all sources. */
  readonly characters: number;
  /** Bytes of one file. */
  readonly bytes: number;
}

export const assumedLimits: AssumedLimits = { files: 2_000, characters: 16_000_000, bytes: 1_000_000 };

const patterns: readonly string[] = ['**/*.sql', '**/*.mysql'];
const readTogether = 32;
const mariadb: ParserOptions = { ...defaultParserOptions, dialect: 'mariadb', serverVersion: 130000 };

/** The facts about a file; null for one that could not be read or is too large. */
type Seen = { readonly isSource: boolean; readonly isForMariaDb: boolean; readonly length: number } | null;

interface Survey {
  readonly sources: readonly string[];
  readonly isForMariaDb: boolean;
  /** True if every SQL file of the folder was read. */
  readonly isComplete: boolean;
}

/**
 * Returns the tree of a folder without a sproc.json.
 * @param isElsewhere Returns true for the files of a project within the folder.
 */
export function assumeProject(
  tree: SourceTree,
  isElsewhere: (path: string) => boolean,
  limits: AssumedLimits = assumedLimits,
): AssumedTree {
  const known = new Map<string, Seen>();
  const survey = (): Promise<Survey> => surveyTree(tree, { known, isElsewhere, limits });
  return {
    ...tree,
    list: async (wanted) => (wanted.includes(patterns[0] ?? '') ? (await survey()).sources : tree.list(wanted)),
    read: async (path, most) => (path === projectFile ? renderAssumed(await survey()) : tree.read(path, most)),
    forget(paths) {
      for (const path of paths) known.delete(path);
    },
  };
}

/** Renders the project file. Nothing is reported that depends on unread files or on the version of a server. */
function renderAssumed({ isForMariaDb, isComplete }: Survey): string {
  return JSON.stringify({
    ...(isForMariaDb ? { dialect: 'mariadb', serverVersion: '13.0' } : { dialect: 'mysql' }),
    sources: patterns,
    rules: {
      'missing-routine': isComplete ? 'warning' : 'off',
      // Migrations define a routine again on purpose.
      'duplicate-definition': 'off',
      'server-lacks': 'off',
      'removed-feature': 'off',
    },
  });
}

interface SurveyOptions {
  readonly known: Map<string, Seen>;
  readonly isElsewhere: (path: string) => boolean;
  readonly limits: AssumedLimits;
}

async function surveyTree(tree: SourceTree, { known, isElsewhere, limits }: SurveyOptions): Promise<Survey> {
  const pause = makePause();
  const all = (await tree.list(patterns)).filter((path) => !isElsewhere(path));
  const paths = all.slice(0, limits.files);
  const sources: string[] = [];
  let isComplete = paths.length === all.length;
  let [characters, mariaDbs] = [0, 0];
  for (let start = 0; start < paths.length; start += readTogether) {
    const some = paths.slice(start, start + readTogether);
    const texts = await Promise.all(
      some.map((path) => (known.has(path) ? Promise.resolve(null) : tree.read(path, limits.bytes))),
    );
    for (const [i, path] of some.entries()) {
      const seen = known.get(path) ?? examine(texts[i] ?? null);
      known.set(path, seen);
      await pause();
      if (seen === null) isComplete = false;
      else if (seen.isSource && characters + seen.length <= limits.characters) {
        sources.push(path);
        characters += seen.length;
        if (seen.isForMariaDb) mariaDbs++;
      } else if (seen.isSource) isComplete = false;
    }
  }
  return { sources, isForMariaDb: mariaDbs > 0, isComplete };
}

function examine(text: string | null): Seen {
  if (text === null) return null;
  const isSource = recognizeServer(text) === 'mysql';
  return { isSource, isForMariaDb: isSource && isForMariaDb(text), length: text.length };
}

/** Returns true for a text that MariaDB understands better than MySQL does. */
function isForMariaDb(text: string): boolean {
  const mistakes = parseScript(text, defaultParserOptions).errors.length;
  return mistakes > 0 && parseScript(text, mariadb).errors.length < mistakes;
}
