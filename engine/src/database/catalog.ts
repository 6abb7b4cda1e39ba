/** The content of a live schema, lowered by the same parser as the sources. Keys are the server's own names. */
import type { Routine, RoutineKey } from '../routine/routine';
import type { Clock } from '../routine/schedule/over';
import type { IncompleteList } from './list-completeness';

export interface Catalog {
  readonly schema: string;
  /** False if the server has no schema of this name, or does not show it to this account. */
  readonly exists: boolean;
  readonly routines: readonly LiveRoutine[];
  /** Routines that exist but whose text this account may not see, or that could not be read, with the reason as a sentence. */
  readonly unreadable: readonly { readonly key: RoutineKey; readonly reason: string }[];
  /** Every stored program that the server lists, read or not. */
  readonly names: readonly RoutineKey[];
  /** The lists that may lack something; ask `whyUnseen` before a routine is called missing. */
  readonly incomplete: readonly IncompleteList[];
  /** Tables and views of the schema. */
  readonly tables: readonly string[];
  /** The character set of types that name none, and the database collation that routines store. */
  readonly defaultCharacterSet: string;
  readonly defaultCollation: string;
  /** The server's present moment; null if it does not have the schema. */
  readonly clock: Clock | null;
}

export interface LiveRoutine {
  readonly routine: Routine;
  /** The complete text of SHOW CREATE, with any comments after the routine's end. */
  readonly text: string;
  /** The moment that the server reports, in its time zone; null if it reports none. */
  readonly createdAt: string | null;
  readonly alteredAt: string | null;
  /** Default collation of the schema when the routine was made. */
  readonly databaseCollation: string | null;
  /** The time zone of the session that created an event; null for other kinds. */
  readonly timeZone: string | null;
  /** A trigger's place among others of the same table and moment, as a clause: FOLLOWS `first`; null where it is alone, or no trigger. */
  readonly triggerPlace: string | null;
}
