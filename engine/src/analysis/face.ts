/** What other files can see of a file: its findings may change where this does, and nowhere else. */
import type { FileFacts, SourceIndex } from './source-index';

/** Printed signatures by identity, and all that its routines mention. */
export interface Face {
  readonly signatures: ReadonlyMap<string, string>;
  readonly mentions: string;
}

/** Of a file that is not there, an empty one. */
export function makeFace(facts: FileFacts | null): Face {
  const routines = facts === null ? [] : [...facts.routines, ...facts.members];
  return {
    signatures: new Map(routines.map(({ identity, signature }) => [identity, JSON.stringify(signature)])),
    mentions: routines.map(({ mentions }) => mentions.map(({ target }) => target.id).join('\n')).join('\n\n'),
  };
}

export function isSameFace(one: Face, other: Face): boolean {
  return one.mentions === other.mentions && findChanged(one, other).length === 0;
}

/**
 * The files that a change reaches at once: those that define or name a routine that came, went or got another signature.
 * What is further away (cycles, the tables that routines make) only a look at every file shows.
 */
export function findAffected(index: SourceIndex, before: Face, after: Face): readonly string[] {
  const files = findChanged(before, after).flatMap((identity) => index.filesThatName(identity));
  return [...new Set(files.map(({ file }) => file))];
}

function findChanged(before: Face, after: Face): readonly string[] {
  const all = new Set([...before.signatures.keys(), ...after.signatures.keys()]);
  return [...all].filter((identity) => before.signatures.get(identity) !== after.signatures.get(identity));
}
