/** Searches the files outside of the database that may call routines: `"applications"` of sproc.json. */
import { plural } from '../../base/plural';
import { makePause } from '../../base/slices';
import type { SourceTree } from '../../project/ports';
import type { CallersNote, FilePlace } from '../answers/possible-callers';
import { findWords, prepareNames, type SoughtName } from './find-words';

export interface Searched {
  /** The places by the identity of the sought name. */
  readonly places: ReadonlyMap<string, readonly FilePlace[]>;
  readonly notes: readonly CallersNote[];
}

export interface ApplicationFiles {
  readonly tree: Pick<SourceTree, 'list' | 'read'>;
  /** The patterns; null if the project has none. */
  readonly patterns: readonly string[] | null;
  /** Returns true for a source file, whose uses are known exactly. */
  readonly isSource: (file: string) => boolean;
}

/** Limits: a pattern may match anything. */
export const searchLimits = { files: 20_000, bytes: 4 * 1024 * 1024, characters: 256 * 1024 * 1024, places: 1_000 };

/** Reads each file once for all names. */
export async function searchApplications(
  { tree, patterns, isSource }: ApplicationFiles,
  names: ReadonlyMap<string, SoughtName>,
  limits: typeof searchLimits = searchLimits,
): Promise<Searched> {
  if (patterns === null) return { places: new Map(), notes: [] };
  const files = (await tree.list(patterns)).filter((file) => !isSource(file));
  const sought = prepareNames(names);
  const places = new Map<string, FilePlace[]>();
  const skipped: Skipped = { unread: [], binary: [], rest: 0, crowded: 0 };
  const pause = makePause();
  let characters = 0;
  for (const [i, file] of files.entries()) {
    if (i >= limits.files || characters >= limits.characters) {
      skipped.rest = files.length - i;
      break;
    }
    const text = await tree.read(file, limits.bytes);
    if (text === null) skipped.unread.push(file);
    else if (text.includes('\0')) skipped.binary.push(file);
    else {
      characters += text.length;
      findWords(text, sought, (id, line) => {
        const known = places.get(id);
        if (known === undefined) places.set(id, [{ file, line }]);
        else if (known.length < limits.places) known.push({ file, line });
        else skipped.crowded++;
      });
    }
    await pause();
  }
  return { places, notes: [...describeUnsearchable(names), ...describeSkipped(skipped, files.length, limits)] };
}

/** Describes the names without a word: they look like the signs of a language. */
function describeUnsearchable(names: ReadonlyMap<string, SoughtName>): readonly CallersNote[] {
  const odd = [...names.values()].filter(({ name }) => !/[\p{L}\p{N}_$]/u.test(name));
  return odd.map(({ name }) => ({
    message: `The files of "applications" were not searched for ${name}: it has no letter or digit.`,
    remedy: '',
  }));
}

interface Skipped {
  /** The files that cannot be read, or are too large. */
  readonly unread: string[];
  readonly binary: string[];
  /** The number of files beyond the limits. */
  rest: number;
  /** The number of places beyond the limit. */
  crowded: number;
}

function describeSkipped(
  { unread, binary, rest, crowded }: Skipped,
  files: number,
  { bytes, places }: typeof searchLimits,
): readonly CallersNote[] {
  const note = (message: string, remedy: string): CallersNote => ({ message, remedy });
  const exclude = 'Exclude them with a pattern that begins with ! in "applications" of sproc.json.';
  return [
    ...(files === 0
      ? [note('No file matches "applications", so no application was searched for callers.', 'Correct sproc.json.')]
      : []),
    ...(unread.length > 0
      ? [
          note(
            `${plural(unread.length, 'file')} of "applications" cannot be read, or ${unread.length === 1 ? 'has' : 'have'} more than ${bytes / 1024 / 1024} MB, and ${unread.length === 1 ? 'was' : 'were'} not searched for callers: ${listSome(unread)}.`,
            exclude,
          ),
        ]
      : []),
    ...(binary.length > 0
      ? [
          note(
            `${plural(binary.length, 'file')} of "applications" ${binary.length === 1 ? 'is' : 'are'} not text, and ${binary.length === 1 ? 'was' : 'were'} not searched for callers: ${listSome(binary)}.`,
            exclude,
          ),
        ]
      : []),
    ...(rest > 0
      ? [
          note(
            `${plural(rest, 'file')} of ${files} in "applications" ${rest === 1 ? 'was' : 'were'} not searched for callers, because there are too many.`,
            'Use narrower patterns in "applications" of sproc.json.',
          ),
        ]
      : []),
    ...(crowded > 0
      ? [
          note(
            `${plural(crowded, 'further line')} of "applications" ${crowded === 1 ? 'is' : 'are'} not listed: a name has more than ${places} lines.`,
            'Use narrower patterns in "applications" of sproc.json.',
          ),
        ]
      : []),
  ];
}

function listSome(files: readonly string[]): string {
  return files.slice(0, most).join(', ') + (files.length > most ? ` and ${plural(files.length - most, 'other')}` : '');
}

const most = 5;
