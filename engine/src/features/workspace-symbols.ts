/** Workspace symbols: routines of all files by parts of their name. */
import { printLive, type LiveRoutines } from '../routine/live-routines';
import { printKey, type RoutineKey } from '../routine/routine';
import type { SourceIndex, SourceRoutine } from '../analysis/sources/source-index';

/** The maximum number of symbols: more than a person scrolls through, and few enough to send at once. */
const most = 500;

/**
 * Returns the routines whose name contains the query's letters in their order, in any case; those that contain it whole
 * come first.
 */
export function findWorkspaceSymbols(index: SourceIndex, query: string): readonly SourceRoutine[] {
  const wanted = query.toLowerCase();
  const whole: SourceRoutine[] = [];
  const scattered: SourceRoutine[] = [];
  for (const source of index.routines()) {
    const name = printKey(source.key).toLowerCase();
    if (name.includes(wanted)) whole.push(source);
    else if (holdsInOrder(name, wanted)) scattered.push(source);
    if (whole.length === most) break;
  }
  return [...whole, ...scattered].slice(0, most);
}

/** A routine that no file defines, in an environment that was read. */
export interface LiveSymbol {
  readonly environment: string;
  /** The name, with its kind if another routine there has the same name. */
  readonly routine: string;
  readonly key: RoutineKey;
}

/** Returns the routines without a source that match in the same way, environment by environment. */
export function findLiveSymbols(
  index: SourceIndex,
  query: string,
  live: readonly LiveRoutines[],
): readonly LiveSymbol[] {
  const wanted = query.toLowerCase();
  const found = live.flatMap(({ environment, routines }) =>
    [...routines].flatMap(([identity, { key }]): LiveSymbol[] => {
      if (!holdsInOrder(printKey(key).toLowerCase(), wanted) || index.find(identity).length > 0) return [];
      return [{ environment, routine: printLive(key, index, routines), key }];
    }),
  );
  return found.slice(0, most);
}

function holdsInOrder(name: string, letters: string): boolean {
  let at = -1;
  for (const letter of letters) {
    at = name.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}
