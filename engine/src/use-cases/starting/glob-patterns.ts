/** Patterns of files, as sproc.json writes them, from paths. */
import { escapePattern } from '../../project/escape-pattern';

/** Returns the folder of a path; empty for a file of the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The extensions of SQL files: the usual one, and that of the language of routines. */
export const extensions = ['sql', 'mysql'] as const;

type Extension = (typeof extensions)[number];

/** Returns the extension of a SQL file. */
export function extensionOf(file: string): Extension {
  return file.toLowerCase().endsWith('.mysql') ? 'mysql' : 'sql';
}

/** Returns the pattern for the SQL files of a folder without its subfolders. */
export function filesIn(folder: string, extension: Extension = 'sql'): string {
  return folder === '' ? `*.${extension}` : `${escapePattern(folder)}/*.${extension}`;
}

/** The files that are selected as sources. */
export interface Selection {
  readonly patterns: readonly string[];
  /** Returns true if one of the patterns matches a SQL file. */
  readonly takes: (file: string) => boolean;
}

/**
 * Returns the shortest list of patterns for the files with routines, by extension: a folder is included with its
 * subfolders if all of them have routines. A folder without a routine is excluded.
 */
export function selectSources(withRoutines: readonly string[], allFiles: readonly string[]): Selection {
  const selections = extensions.map((extension) => {
    const isOwn = (file: string): boolean => extensionOf(file) === extension;
    const { patterns, takes } = selectByFolder(withRoutines.filter(isOwn), allFiles.filter(isOwn), extension);
    return { patterns, takes: (file: string): boolean => isOwn(file) && takes(file) };
  });
  return {
    patterns: selections.flatMap(({ patterns }) => patterns).sort(),
    takes: (file) => selections.some(({ takes }) => takes(file)),
  };
}

function selectByFolder(withRoutines: readonly string[], allFiles: readonly string[], extension: Extension): Selection {
  const wanted = new Set(withRoutines.map(folderOf));
  const known = [...new Set(allFiles.map(folderOf))];
  const single = new Set<string>();
  const whole = new Set<string>();
  for (const folder of wanted) {
    const top = ancestorsOf(folder).find((one) => isWhole(one, known, wanted));
    if (top === undefined) single.add(folder);
    else whole.add(top);
  }
  const patterns = [
    ...[...single].map((folder) => filesIn(folder, extension)),
    ...[...whole].map((folder) => `${escapePattern(folder)}/**/*.${extension}`),
  ];
  const takes = (file: string): boolean =>
    single.has(folderOf(file)) || ancestorsOf(folderOf(file)).some((folder) => whole.has(folder));
  return { patterns, takes };
}

/**
 * Returns the folders from the top down, the folder itself included; none for the root, whose other folders are not
 * sources yet.
 */
function ancestorsOf(folder: string): readonly string[] {
  if (folder === '') return [];
  const parts = folder.split('/');
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

function isWhole(folder: string, known: readonly string[], wanted: ReadonlySet<string>): boolean {
  return known.every((one) => wanted.has(one) || (one !== folder && !one.startsWith(`${folder}/`)));
}
