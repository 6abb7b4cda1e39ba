/** The privileges that a routine's statements need, whoever's rights they run with: as far as its text determines them. */
import type { Routine } from '../../routine/routine';
import { wordsWithin } from '../../routine/words-within';
import type { Reference } from '../../syntax/nodes';
import { walkStatements } from '../../syntax/walk-statements';

export interface Need {
  readonly privilege: string;
  /** The kind of object; a privilege on a schema has no name. */
  readonly on: 'table' | 'procedure' | 'function' | 'schema';
  readonly schema: string;
  readonly name: string;
}

/** Returns true if a routine runs with its definer's rights; triggers and events always do. */
export function runsAsDefiner({ key, characteristics, origin }: Routine): boolean {
  if (key.kind === 'trigger' || key.kind === 'event') return true;
  if (key.kind !== 'view') return characteristics.security === 'DEFINER';
  const { script, definition } = origin;
  const head = { start: definition.span.start, end: definition.name.span.start };
  return !/(?:^| )SQL SECURITY INVOKER(?: |$)/.test(wordsWithin(script, head));
}

/**
 * Lists the needs. Source: MySQL manual, "Privileges Provided by MySQL", "CREATE TRIGGER Statement" (a trigger's definer needs
 * TRIGGER, and SELECT or UPDATE for OLD and NEW) and "CREATE EVENT Statement".
 */
export function listNeeds(routine: Routine): readonly Need[] {
  const { key, origin } = routine;
  const needs = new Map<string, Need>();
  const add = (privilege: string, on: Need['on'], schema: string, name: string): void => {
    if (schema.toLowerCase() !== 'information_schema')
      needs.set([privilege, on, schema, name].join('\n'), { privilege, on, schema, name });
  };
  const verbs = findVerbs(routine);
  for (const reference of listReferences(routine)) {
    const { kind, schema, name } = reference;
    if (reference.package !== null || reference.verb !== null) continue;
    const home = schema ?? key.schema;
    if (kind === 'call') add('EXECUTE', 'procedure', home, name);
    if (kind === 'function') add('EXECUTE', 'function', home, name);
    if (kind === 'read') add('SELECT', 'table', home, name);
    if (kind === 'write') for (const privilege of verbs(reference)) add(privilege, 'table', home, name);
  }
  const table = origin.definition.trigger?.table;
  if (table !== undefined)
    for (const privilege of triggerPrivileges(routine))
      add(privilege, 'table', table.schema?.text ?? key.schema, table.name.text);
  // The servers ask the definer for EXECUTE on its own routine, too (measured).
  if (key.kind === 'procedure' || key.kind === 'function') add('EXECUTE', key.kind, key.schema, key.name);
  if (key.kind === 'event') add('EVENT', 'schema', key.schema, '');
  return [...needs.values()];
}

/** Lists the references of the text, and of dynamic statements that certainly run. */
function listReferences({ origin }: Routine): readonly Reference[] {
  const { references, dynamic } = origin.definition;
  return [...references, ...dynamic.flatMap((one) => (one.certainty === 'certain' ? one.references : []))];
}

/** Returns the privileges for a written table, by the statement around it; none where the statement is unknown. */
function findVerbs({ origin }: Routine): (reference: Reference) => readonly string[] {
  const { script, definition } = origin;
  const statements = definition.statement === null ? [] : walkStatements(definition.statement).map(([one]) => one);
  const plain = statements.filter(({ kind }) => kind === 'sql');
  return ({ span }) => {
    const around = plain.find((one) => one.span.start <= span.start && span.end <= one.span.end);
    return around === undefined ? [] : privilegesOf(wordsWithin(script, around.span));
  };
}

function privilegesOf(words: string): readonly string[] {
  const reads = / WHERE /.test(words) ? ['SELECT'] : [];
  const [verb = ''] = words.replace(/^WITH .*? (?=UPDATE |DELETE )/, '').split(' ', 1);
  if (verb === 'INSERT') return / ON DUPLICATE KEY UPDATE /.test(words) ? ['INSERT', 'UPDATE'] : ['INSERT'];
  if (verb === 'REPLACE') return ['INSERT', 'DELETE'];
  if (verb === 'UPDATE' || verb === 'DELETE') return [verb, ...reads];
  return verb === 'TRUNCATE' ? ['DROP'] : [];
}

function triggerPrivileges({ origin }: Routine): readonly string[] {
  const { script, definition } = origin;
  const words = definition.body === null ? '' : wordsWithin(script, definition.body);
  const assigned = [...words.matchAll(/(?:\bSET|,) NEW \. \S+ :?=/g)].length;
  const used = [...words.matchAll(/\b(?:OLD|NEW) \. /g)].length;
  return ['TRIGGER', ...(assigned > 0 ? ['UPDATE'] : []), ...(used > assigned ? ['SELECT'] : [])];
}
