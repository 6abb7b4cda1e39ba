/** Names the tables that each routine uses, from the call graph. */
import type { GraphAnswer } from '#engine';
import { snapshotName } from '#protocol';

/** Returns the names of tables and views by `snapshotName`; routines without any are left out. */
export function tablesUsedIn({ nodes, edges }: GraphAnswer): Readonly<Record<string, readonly string[]>> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const tables = new Map<string, Set<string>>();
  for (const { from, to, kind } of edges) {
    const [user, table] = [byId.get(from), byId.get(to)];
    if ((kind !== 'read' && kind !== 'write') || user === undefined || table === undefined) continue;
    const name = snapshotName(user.kind, nameOf(user));
    const its = tables.get(name) ?? new Set();
    tables.set(name, its.add(nameOf(table)));
  }
  return Object.fromEntries([...tables].map(([name, its]) => [name, [...its]]));
}

function nameOf({ schema, name }: GraphAnswer['nodes'][number]): string {
  return schema === null ? name : `${schema}.${name}`;
}
