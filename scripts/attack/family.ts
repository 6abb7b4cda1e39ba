/** What an attack is: a number, a name, the right outcome as a sentence, and a function that tries it. */
import { flavors, type Flavor } from '../servers/flavor';
import type { Evidence } from './evidence';
import type { RealServer } from './ground';
import type { Scene } from './scene';

/** What every attack is given: a folder of its own, and a place to note what it sees. */
export interface Field {
  readonly scene: Scene;
  readonly evidence: Evidence;
}

interface Named {
  /** A number that stays; docs/security.md names attacks by it. */
  readonly row: string;
  readonly name: string;
  /** The right outcome. */
  readonly expect: string;
  /** Measures how long something takes, so nothing else runs beside it. */
  readonly alone?: boolean;
  /** Part of the short form that `npm test` runs. */
  readonly short?: boolean;
}

/** Needs nothing but a folder. */
export interface FolderAttack extends Named {
  readonly on?: undefined;
  readonly run: (field: Field) => Promise<void>;
}

/** Is tried on a real server, or on one of each kind. */
export interface ServerAttack extends Named {
  readonly on: Flavor | 'both';
  readonly run: (field: Field & { readonly server: RealServer }) => Promise<void>;
}

export type Attack = FolderAttack | ServerAttack;

/** The kinds of server that an attack is tried on; null where it needs none. */
export function flavorsOf({ on }: Attack): readonly (Flavor | null)[] {
  if (on === undefined) return [null];
  return on === 'both' ? flavors : [on];
}

export interface Family {
  readonly name: string;
  readonly attacks: readonly Attack[];
}
