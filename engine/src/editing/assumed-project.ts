/**
 * A folder without a sproc.json, read as if it had one: its files for MySQL and MariaDB are the sources, each read as
 * the server that understands it best reads it. Only a limited number of files is read, and nothing is written.
 */
import { makePause } from '../base/slices';
import { projectFile } from '../project/project-file';
import type { SourceTree } from '../project/ports';
import type { ChooseOptions } from '../analysis/sources/source-index';
import type { ParserOptions, ServerVersion } from '../syntax/dialect';
import { parseScript } from '../syntax/parse-script';
import { recognizeServer } from '../syntax/recognize-server';

export interface AssumedTree extends SourceTree {
  /** Reads files again whose text has changed. Returns true if other files than before are sources now. */
  readonly review: (paths: readonly string[]) => Promise<boolean>;
}

/** The limits, beyond which files are not read and names that are not found are not reported. */
export interface AssumedLimits {
  readonly files: number;
  /** Characters of all sources. */
  readonly characters: number;
  /** Bytes of one file. */
  readonly bytes: number;
}

const assumedLimits: AssumedLimits = { files: 2_000, characters: 16_000_000, bytes: 1_000_000 };

const patterns: readonly string[] = ['**/*.sql', '**/*.mysql'];
const readTogether = 32;

/** After the usual one, MySQL 9.7: the first one that has the fewest errors is taken. */
const otherServers: readonly ServerVersion[] = [
  { dialect: 'mariadb', serverVersion: 130000 },
  { dialect: 'mysql', serverVersion: 50700 },
];

/** The facts about a file; null for one that could not be read or is too large. */
type Seen = { readonly isSource: boolean; readonly length: number } | null;

interface Survey {
  readonly sources: readonly string[];
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
  /** The files that were listed last, those beyond the limits included. */
  let listed: ReadonlySet<string> = new Set();
  const survey = async (): Promise<Survey> => {
    const all = (await tree.list(patterns)).filter((path) => !isElsewhere(path));
    listed = new Set(all);
    return surveyTree(tree, all, { known, limits });
  };
  const isAnother = async (path: string): Promise<boolean> => {
    if (!known.has(path)) return !listed.has(path);
    const before = known.get(path);
    const now = examine(await tree.read(path, limits.bytes));
    known.delete(path);
    if (now !== null) known.set(path, now);
    return now?.isSource !== before?.isSource;
  };
  return {
    ...tree,
    list: async (wanted) => (wanted.includes(patterns[0] ?? '') ? (await survey()).sources : tree.list(wanted)),
    read: async (path, most) => (path === projectFile ? renderAssumed(await survey()) : tree.read(path, most)),
    review: async (paths) => (await Promise.all(paths.map(isAnother))).includes(true),
  };
}

/** Renders the project file. Nothing is reported that depends on unread files or on the version of a server. */
function renderAssumed({ isComplete }: Survey): string {
  return JSON.stringify({
    dialect: 'mysql',
    sources: patterns,
    rules: {
      'missing-routine': isComplete ? 'warning' : 'off',
      // Migrations define a routine again on purpose.
      'duplicate-definition': 'off',
      'server-lacks': 'off',
      'removed-feature': 'off',
      'unpreparable-statement': 'off',
    },
  });
}

interface SurveyOptions {
  readonly known: Map<string, Seen>;
  readonly limits: AssumedLimits;
}

async function surveyTree(tree: SourceTree, all: readonly string[], { known, limits }: SurveyOptions): Promise<Survey> {
  const pause = makePause();
  const paths = all.slice(0, limits.files);
  const sources: string[] = [];
  let isComplete = paths.length === all.length;
  let characters = 0;
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
      } else if (seen.isSource) isComplete = false;
    }
  }
  return { sources, isComplete };
}

function examine(text: string | null): Seen {
  if (text === null) return null;
  return { isSource: recognizeServer(text) === 'mysql', length: text.length };
}

/** Returns the options of the server that understands a text best; the usual one in a tie. */
export const chooseServer: ChooseOptions = (text, usual) => {
  let [best, fewest] = [usual, countErrors(text, usual)];
  for (const server of otherServers) {
    if (fewest === 0) break;
    const options = { ...usual, ...server };
    const errors = countErrors(text, options);
    if (errors < fewest) [best, fewest] = [options, errors];
  }
  return best;
};

function countErrors(text: string, options: ParserOptions): number {
  return parseScript(text, options).errors.length;
}
