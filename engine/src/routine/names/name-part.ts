/** A name in the text of a definition that an environment may give another form. */
import type { Span } from '../../base/text';
import type { RoutineKind } from '../../syntax/routine-kind';

export interface NamePart {
  /** The span of the one name, with its quotes. */
  readonly span: Span;
  /** The name without its quotes. */
  readonly text: string;
  /** The kind of what it names: a schema, a stored program, or a table, which has the kind of a view since it may be one. */
  readonly kind: NamedKind;
  /** The schema that is written before it; null if there is none. */
  readonly schema: string | null;
}

/** The kinds of names. The first of two names may be a schema or, on MariaDB, a package. */
export type NamedKind = RoutineKind | 'schema' | 'schema-or-package';
