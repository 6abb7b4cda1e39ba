/** What the registry says of a text that a file has: which version it is, and how far that has come. */
import type { VersionStatus } from '../../routine/version-status';
import { printKey, type RoutineKey } from '../../routine/routine';
import type { SourceRoutine } from './source-file';

export interface RegisteredText {
  readonly version: string;
  readonly status: VersionStatus;
}

/** As the registry lists them: ascending. */
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

/** Only of a routine that has versions the checksum is asked. */
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
