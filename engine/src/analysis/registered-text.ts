/** What the registry says of a text that a file has: which version it is, and how far that has come. */
import type { VersionsAnswer, VersionStatus } from '../base/contract';
import { printKey, type RoutineKey } from '../routine/routine';
import type { SourceRoutine } from './source-file';

export interface RegisteredText {
  readonly version: string;
  readonly status: VersionStatus;
}

/** The newest version that a routine's text equals; null where it was changed since, or never registered. */
export type FindRegistered = (source: Pick<SourceRoutine, 'key' | 'routine'>) => RegisteredText | null;

export const nothingRegistered: FindRegistered = () => null;

/** Versions ascend, as the registry lists them. A routine is looked at once, and only where it has versions. */
export function makeFindRegistered({ versions }: VersionsAnswer): FindRegistered {
  const byName = new Map<string, Map<string, RegisteredText>>();
  for (const { kind, routine, checksum, version, status } of versions) {
    const name = `${kind} ${routine.toLowerCase()}`;
    const texts = byName.get(name) ?? new Map<string, RegisteredText>();
    byName.set(name, texts.set(checksum, { version, status }));
  }
  const found = new WeakMap<object, RegisteredText | null>();
  return (source) => {
    const texts = byName.get(nameOf(source.key));
    if (texts === undefined) return null;
    const known = found.get(source);
    if (known !== undefined) return known;
    const text = texts.get(source.routine.checksums.exact) ?? null;
    found.set(source, text);
    return text;
  };
}

function nameOf(key: RoutineKey): string {
  return `${key.kind} ${printKey(key).toLowerCase()}`;
}
