/** The objects on a server that some routines may use: every schema that they lead to, read completely. */
import { append } from '../../base/long-lists';
import { isSystemSchema } from '../../routine/reserved-schema';
import { idOf, makeLiveTexts, type LiveText, type LiveTexts } from '../../analysis/live-texts';
import { fail, succeed, type Result } from '../../base/result';
import type { Catalog } from '../../database/catalog';
import { readCatalog } from '../../database/read-catalog';
import type { ServerError, Session } from '../../database/connection/session';
import type { RoutineKey } from '../../routine/routine';
import { identifyUse } from '../../routine/used-name';

export interface LiveSide {
  readonly catalogs: readonly Catalog[];
  readonly texts: LiveTexts;
  /** The ids of the existing routines, tables and views. */
  readonly there: ReadonlySet<string>;
  /** The reason why a routine, by id, or a view is unreadable. */
  readonly unreadable: ReadonlyMap<string, string>;
  readonly unreadableTrigger: string | null;
}

/** Reads schema after schema, until the texts lead to no other. */
export async function readLiveSide(
  session: Session,
  roots: readonly RoutineKey[],
): Promise<Result<LiveSide, ServerError>> {
  const catalogs: Catalog[] = [];
  const known = new Set<string>();
  let texts = makeLiveTexts([]);
  for (
    let next = schemasOf(roots);
    next.length > 0;
    next = findSchemas(texts, roots).filter((one) => !known.has(one))
  ) {
    for (const schema of next) {
      known.add(schema);
      const catalog = await readCatalog(session, schema);
      if (!catalog.ok) return fail(catalog.error);
      catalogs.push(catalog.value);
    }
    texts = makeLiveTexts(catalogs.flatMap(({ routines }) => routines.map(({ routine }) => routine)));
  }
  const unreadable = catalogs.flatMap((catalog) => catalog.unreadable);
  return succeed({
    catalogs,
    texts,
    there: new Set(catalogs.flatMap(listIds)),
    unreadable: new Map(unreadable.map(({ key, reason }) => [idOf(key), reason])),
    unreadableTrigger: unreadable.find(({ key }) => key.kind === 'trigger')?.reason ?? null,
  });
}

function schemasOf(keys: readonly RoutineKey[]): readonly string[] {
  return [...new Set(keys.map(({ schema }) => schema))];
}

function listIds({ schema, names, tables }: Catalog): readonly string[] {
  const routines = names.filter(({ kind }) => kind === 'procedure' || kind === 'function');
  return [...routines.map(idOf), ...tables.map((name) => identifyUse({ kind: 'table', schema, name }))];
}

/** Returns the schemas to which the roots may lead, whatever the server reports. */
function findSchemas({ byId, triggers }: LiveTexts, roots: readonly RoutineKey[]): readonly string[] {
  const schemas = new Set<string>();
  const seen = new Set<string>();
  const waiting: LiveText[] = [];
  const reach = (id: string): void => {
    if (seen.size === seen.add(id).size) return;
    append(waiting, [byId.get(id) ?? [], triggers.get(id) ?? []].flat());
  };
  for (const root of roots) reach(idOf(root));
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop())
    for (const { id, target, dynamic } of text.uses) {
      if (dynamic !== null || isSystemSchema(target.schema)) continue;
      schemas.add(target.schema);
      reach(id);
    }
  return [...schemas];
}
