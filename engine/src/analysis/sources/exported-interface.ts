/** The interface that other files see of a file: their findings may change only if it changes. */
import { haveSameReferences } from './source-references';
import type { FileFacts, SourceIndex, SourceRoutine } from './source-index';

/** Compares the defined routines, their signatures, and all references; null means that the file does not exist. */
export function hasSameInterface(before: FileFacts | null, after: FileFacts | null): boolean {
  const [known, now] = [routinesOf(before), routinesOf(after)];
  return (
    known.length === now.length &&
    known.every((routine, i) => {
      const other = now[i];
      return other !== undefined && isSameSeen(routine, other) && haveSameReferences(routine, other);
    })
  );
}

/**
 * Returns the files that a change affects directly: those that define or name a routine that was added, removed or got
 * another signature. More distant effects (cycles, the tables that routines create) require checking every file.
 */
export function findAffected(index: SourceIndex, before: FileFacts | null, after: FileFacts | null): readonly string[] {
  const known = new Map(routinesOf(before).map((routine) => [routine.identity, routine]));
  const now = new Map(routinesOf(after).map((routine) => [routine.identity, routine]));
  const changed = [...new Set([...known.keys(), ...now.keys()])].filter((identity) => {
    const [one, other] = [known.get(identity), now.get(identity)];
    return one === undefined || other === undefined || !isSameSeen(one, other);
  });
  const files = changed.flatMap((identity) => index.filesThatName(identity));
  return [...new Set(files.map(({ file }) => file))];
}

function isSameSeen(one: SourceRoutine, other: SourceRoutine): boolean {
  return one.identity === other.identity && JSON.stringify(one.signature) === JSON.stringify(other.signature);
}

function routinesOf(facts: FileFacts | null): readonly SourceRoutine[] {
  return facts === null ? [] : [...facts.routines, ...facts.members];
}
