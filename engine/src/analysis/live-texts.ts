/** The uses in the texts of a server's stored programs, arranged for a walk from one to the next. */
import { identifyUse, type UsedName } from '../routine/used-name';
import type { Routine, RoutineKey } from '../routine/routine';
import type { DynamicStatement, Reference, Statement, TriggerClause } from '../syntax/nodes';
import { walkStatements } from '../syntax/walk-statements';
import { targetKey } from './sources/target-key';

/** One use in a text. */
export interface TextUse {
  readonly id: string;
  readonly target: UsedName;
  /** The certainty of a use in a dynamic statement; null if the text itself contains it. */
  readonly dynamic: DynamicStatement['certainty'] | null;
  /** The triggers of the table that this certainly fires. */
  readonly fires: TriggerClause['events'];
}

export interface LiveText {
  readonly key: RoutineKey;
  readonly uses: readonly TextUse[];
  /** Dynamic statements whose text is not known. */
  readonly unknown: number;
  /** Tables that it creates or drops: a server locks them as it likes. */
  readonly passing: readonly string[];
}

export interface LiveTexts {
  /** The texts of procedures, functions and views, by `identifyUse`. */
  readonly byId: ReadonlyMap<string, LiveText>;
  readonly triggers: ReadonlyMap<string, readonly (LiveText & { readonly events: TriggerClause['events'] })[]>;
  /** `schema.name` in lower case. */
  readonly packages: ReadonlySet<string>;
  /** Tables that any text makes, by `identifyUse`. */
  readonly passing: ReadonlySet<string>;
}

/** Arranges the texts. Linear. */
export function makeLiveTexts(routines: readonly Routine[]): LiveTexts {
  const byId = new Map<string, LiveText>();
  const triggers = new Map<string, (LiveText & { readonly events: TriggerClause['events'] })[]>();
  const packages = new Set<string>();
  const passing = new Set<string>();
  for (const routine of routines) {
    const { key, origin } = routine;
    const { trigger } = origin.definition;
    const text = makeLiveText(routine);
    for (const id of text.passing) passing.add(id);
    if (key.kind === 'package' || key.kind === 'package body') packages.add(`${key.schema}.${key.name}`.toLowerCase());
    else if (trigger !== null) {
      const { schema, name } = trigger.table;
      const table = identifyUse({ kind: 'table', schema: schema?.text ?? key.schema, name: name.text });
      triggers.set(table, [...(triggers.get(table) ?? []), { ...text, events: trigger.events }]);
    } else if (key.kind !== 'event') byId.set(idOf(key), text);
  }
  return { byId, triggers, packages, passing };
}

/** Returns the id of a routine as a server's locks name it: a view is a table there. */
export function idOf({ kind, schema, name }: RoutineKey): string {
  return identifyUse({ kind: kind === 'procedure' || kind === 'function' ? kind : 'table', schema, name });
}

function makeLiveText({ key, origin: { definition } }: Routine): LiveText {
  const fires = makeFiring(definition.statement);
  const uses = definition.references.flatMap((one) => toUse(key, one, { dynamic: null, fires: fires(one) }));
  const said = definition.dynamic.flatMap(({ certainty, references }) =>
    references.flatMap((one) => toUse(key, one, { dynamic: certainty, fires: [] })),
  );
  const unknown = definition.dynamic.filter(({ sql }) => sql === null).length;
  const passing = definition.references.flatMap((one) =>
    one.kind === 'ddl' || one.kind === 'temporary'
      ? [identifyUse({ kind: 'table', schema: one.schema ?? key.schema, name: one.name })]
      : [],
  );
  return { key, uses: [...uses, ...said], unknown, passing };
}

/** Converts a reference to its uses; TYPE OF locks nothing. */
function toUse(owner: RoutineKey, one: Reference, how: Pick<TextUse, 'dynamic' | 'fires'>): readonly TextUse[] {
  if (one.kind === 'ddl' || one.kind === 'temporary' || one.verb === 'TYPE') return [];
  const isRoutine = one.kind === 'call' || one.kind === 'function';
  const key = isRoutine ? targetKey(owner, one) : { schema: one.schema ?? owner.schema, name: one.name };
  const kind = one.kind === 'call' ? 'procedure' : one.kind === 'function' ? 'function' : 'table';
  const target: UsedName = { kind, schema: key.schema, name: key.name };
  return [{ id: identifyUse(target), target, ...how }];
}

const firedBy: Readonly<Record<string, TriggerClause['events']>> = {
  INSERT: ['insert'],
  REPLACE: ['insert'],
  UPDATE: ['update'],
  DELETE: ['delete'],
};

/** Returns the events that a write fires, by the statement that contains it. */
function makeFiring(body: Statement | null): (reference: Reference) => TriggerClause['events'] {
  const writing = body === null ? [] : [...walkStatements(body)].flatMap(([one]) => (one.kind === 'sql' ? [one] : []));
  writing.sort((a, b) => a.span.start - b.span.start);
  return ({ kind, span }) => {
    if (kind !== 'write') return [];
    const statement = writing[countUpTo(writing, span.start) - 1];
    return statement === undefined || statement.span.end < span.end ? [] : (firedBy[statement.verb] ?? []);
  };
}

/** Returns the number of statements, which ascend and do not overlap, that begin at or before the offset. */
function countUpTo(statements: readonly Statement[], offset: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
