/** The definition of an attack: a number, a name, the right outcome as a sentence, and a function that tries it. */
import { flavors, type Flavor } from '../servers/flavor';
import type { Evidence } from './evidence';
import type { RealServer } from './ground';
import type { Scene } from './scene';

/** The input of every attack: a separate folder, and a place for its observations. */
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
  /** True if it measures durations, so that no other attack may run at the same time. */
  readonly alone?: boolean;
  /** Part of the short form that `npm test` runs. */
  readonly short?: boolean;
}

/** Needs nothing but a folder. */
export interface FolderAttack extends Named {
  readonly on?: undefined;
  readonly run: (field: Field) => Promise<void>;
}

/** An attack on a real server, or on one of each kind. */
export interface ServerAttack extends Named {
  readonly on: Flavor | 'both';
  readonly run: (field: Field & { readonly server: RealServer }) => Promise<void>;
}

export type Attack = FolderAttack | ServerAttack;

/** Returns the kinds of server for an attack; null if it needs none. */
export function flavorsOf({ on }: Attack): readonly (Flavor | null)[] {
  if (on === undefined) return [null];
  return on === 'both' ? flavors : [on];
}

export interface Family {
  readonly name: string;
  readonly attacks: readonly Attack[];
}
