/** What a live schema holds, lowered by the same parser as the sources. Keys are the server's own names. */
import type { Routine, RoutineKey } from '../routine/routine';

export interface Catalog {
  readonly schema: string;
  readonly routines: readonly LiveRoutine[];
  /** Routines that exist but whose text this account may not see, or that could not be read, with the reason as a sentence. */
  readonly unreadable: readonly { readonly key: RoutineKey; readonly reason: string }[];
  /** Tables and views of the schema. */
  readonly tables: readonly string[];
}

export interface LiveRoutine {
  readonly routine: Routine;
  /** As the server tells, in its time zone; null where it does not. */
  readonly createdAt: string | null;
  readonly alteredAt: string | null;
  /** Default collation of the schema when the routine was made. */
  readonly databaseCollation: string | null;
}
