/** The registry's entry for the text of a file: its version and its status. */
import type { VersionStatus } from '../../routine/states/version-status';
import { printKey, type RoutineKey } from '../../routine/routine';
import type { SourceRoutine } from './source-file';

export interface RegisteredText {
  readonly version: string;
  readonly status: VersionStatus;
}

/** The versions as the registry lists them: ascending. */
interface RegisteredVersions {
  readonly versions: readonly (RegisteredText & {
    readonly kind: RoutineKey['kind'];
    /** `shop.place_order`. */
    readonly routine: string;
    readonly checksum: string;
  })[];
}

/** The newest version that a routine's text equals; null where it was changed since, or never registered. */
export type FindRegistered = (source: Pick<SourceRoutine, 'key' | 'exact'>) => RegisteredText | null;

export const nothingRegistered: FindRegistered = () => null;

/** Returns the lookup. The checksum is computed only for a routine with versions. */
export function makeFindRegistered({ versions }: RegisteredVersions): FindRegistered {
  const byName = new Map<string, Map<string, RegisteredText>>();
  for (const { kind, routine, checksum, version, status } of versions) {
    const name = `${kind} ${routine.toLowerCase()}`;
    const texts = byName.get(name) ?? new Map<string, RegisteredText>();
    byName.set(name, texts.set(checksum, { version, status }));
  }
  return (source) => byName.get(nameOf(source.key))?.get(source.exact) ?? null;
}

function nameOf(key: RoutineKey): string {
  return `${key.kind} ${printKey(key).toLowerCase()}`;
}
