/** The last contents of environments, for a new comparison without a server. */
import type { Failure } from '../../base/failure';
import type { Environment } from '../../project/environment';
import type { RoutineKey } from '../../routine/routine';
import type { ComparedRoutine } from '../../routine/difference';
import type { Side } from '../shared/sides';

/** A side without what a comparison does not need: syntax trees of a whole schema are much to keep. */
export interface SeenSide extends Pick<
  Side,
  | 'target'
  | 'dialect'
  | 'sqlMode'
  | 'defaultCharacterSet'
  | 'clock'
  | 'unreadable'
  | 'incomplete'
  | 'findIncomplete'
  | 'deployed'
  | 'others'
  | 'ledger'
> {
  readonly routines: ReadonlyMap<string, ComparedRoutine>;
}

export interface SeenEnvironment {
  readonly environment: Environment;
  /** The sides; none if the environment could not be read. */
  readonly sides: readonly SeenSide[];
  readonly failure: Failure | null;
  /** The project's routines at that time, by identity, by which the server's names were interpreted. */
  readonly own: ReadonlyMap<string, RoutineKey>;
}

export class SeenEnvironments {
  readonly #seen = new Map<string, SeenEnvironment>();
  #revision = 0;

  /** Another number after each look and each change. */
  get revision(): number {
    return this.#revision;
  }

  keep(seen: SeenEnvironment): void {
    this.#revision++;
    this.#seen.set(seen.environment.name, seen);
  }

  forget(environment: string): void {
    this.#revision++;
    this.#seen.delete(environment);
  }

  /** Returns the names of those that differ from `sproc.json`. */
  outdated(environments: Readonly<Record<string, Environment>>): readonly string[] {
    const current = new Set(this.among(environments));
    return [...this.#seen].flatMap(([name, seen]) => (current.has(seen) ? [] : [name]));
  }

  /** Returns those that still equal `sproc.json`, in its order. */
  among(environments: Readonly<Record<string, Environment>>): readonly SeenEnvironment[] {
    return Object.values(environments).flatMap((environment) => {
      const seen = this.#seen.get(environment.name);
      return seen !== undefined && JSON.stringify(seen.environment) === JSON.stringify(environment) ? [seen] : [];
    });
  }
}

/** Keeps what comparing needs of a side. */
export function seenSide({ routines, isLive: _isLive, label: _label, ...kept }: Side): SeenSide {
  const compared = [...routines].map(([identity, routine]): readonly [string, ComparedRoutine] => {
    const { key, signature, characteristics, definer, modes, parts, checksums } = routine;
    return [identity, { key, signature, characteristics, definer, modes, parts, checksums }];
  });
  return { ...kept, routines: new Map(compared) };
}

/**
 * Returns true if a missing routine certainly does not exist. One that the project did not have may not have been
 * looked for: in another schema, or under a prefixed name.
 */
export function wasLookedFor({ environment, own }: SeenEnvironment, identity: string, key: RoutineKey): boolean {
  if (own.has(identity)) return true;
  return environment.prefix === '' && [...own.values()].some(({ schema }) => schema === key.schema);
}
