/** Patterns of files, as sproc.json writes them, from paths. */

/** A path as a pattern that matches it alone. */
export function escapePath(path: string): string {
  return path.replace(/[!()*+?@[\]\\{|}]/g, '\\$&');
}

/** The folder of a path; empty for a file of the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The SQL files of a folder without those below it. */
export function filesIn(folder: string): string {
  return folder === '' ? '*.sql' : `${escapePath(folder)}/*.sql`;
}

/** What is taken as sources. */
export interface Selection {
  readonly patterns: readonly string[];
  /** Whether one of the patterns matches a SQL file. */
  readonly takes: (file: string) => boolean;
}

/**
 * The shortest list of patterns for the files with routines: a folder is taken whole where no folder below it is
 * without routines. A folder without a routine is not looked into.
 */
export function selectSources(withRoutines: readonly string[], allFiles: readonly string[]): Selection {
  const wanted = new Set(withRoutines.map(folderOf));
  const known = [...new Set(allFiles.map(folderOf))];
  const single = new Set<string>();
  const whole = new Set<string>();
  for (const folder of wanted) {
    const top = ancestorsOf(folder).find((one) => isWhole(one, known, wanted));
    if (top === undefined) single.add(folder);
    else whole.add(top);
  }
  const patterns = [...[...single].map(filesIn), ...[...whole].map((folder) => `${escapePath(folder)}/**/*.sql`)];
  const takes = (file: string): boolean =>
    single.has(folderOf(file)) || ancestorsOf(folderOf(file)).some((folder) => whole.has(folder));
  return { patterns: patterns.sort(), takes };
}

/** From the top down, the folder itself included; none for the root, whose other folders are nobody's sources yet. */
function ancestorsOf(folder: string): readonly string[] {
  if (folder === '') return [];
  const parts = folder.split('/');
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

function isWhole(folder: string, known: readonly string[], wanted: ReadonlySet<string>): boolean {
  return known.every((one) => wanted.has(one) || (one !== folder && !one.startsWith(`${folder}/`)));
}
