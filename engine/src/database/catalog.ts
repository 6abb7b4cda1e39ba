/** What a live schema holds, lowered by the same parser as the sources. Keys are the server's own names. */
import type { Routine, RoutineKey } from '../routine/routine';

export interface Catalog {
  readonly schema: string;
  /** False where the server has no such schema, or does not show it to this account. */
  readonly exists: boolean;
  readonly routines: readonly LiveRoutine[];
  /** Routines that exist but whose text this account may not see, or that could not be read, with the reason as a sentence. */
  readonly unreadable: readonly { readonly key: RoutineKey; readonly reason: string }[];
  /** Every stored program there is, read or not. */
  readonly names: readonly RoutineKey[];
  /** Tables and views of the schema. */
  readonly tables: readonly string[];
  /** What a type gets that names no character set, and what routines store as their database collation. */
  readonly defaultCharacterSet: string;
  readonly defaultCollation: string;
}

export interface LiveRoutine {
  readonly routine: Routine;
  /** All that SHOW CREATE gave, comments behind the routine's end too. */
  readonly text: string;
  /** As the server tells, in its time zone; null where it does not. */
  readonly createdAt: string | null;
  readonly alteredAt: string | null;
  /** Default collation of the schema when the routine was made. */
  readonly databaseCollation: string | null;
  /** Time zone of the session that made an event; null for all else. */
  readonly timeZone: string | null;
  /** A trigger's place among others of the same table and moment, as a clause: FOLLOWS `first`; null where it is alone, or no trigger. */
  readonly triggerPlace: string | null;
}
