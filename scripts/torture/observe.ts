/** The members of the schema, read with other statements than the engine's own. */
import type { Administrator, Row } from './administrator';
import { members, type Kind, type Member } from './members';

/** The server's data about each member by its name, byte for byte. */
export interface Observed {
  readonly texts: ReadonlyMap<string, string>;
  /** Rows of mysql.procs_priv. */
  readonly grants: ReadonlyMap<string, readonly string[]>;
  /** Names that no member has. */
  readonly strangers: readonly string[];
}

const lists: Readonly<Record<Kind, string>> = {
  PROCEDURE: `SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_TYPE = 'PROCEDURE' AND ROUTINE_SCHEMA =`,
  FUNCTION: `SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_TYPE = 'FUNCTION' AND ROUTINE_SCHEMA =`,
  TRIGGER: 'SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA =',
  EVENT: 'SELECT EVENT_NAME AS name FROM information_schema.EVENTS WHERE EVENT_SCHEMA =',
  VIEW: 'SELECT TABLE_NAME AS name FROM information_schema.VIEWS WHERE TABLE_SCHEMA =',
};

export async function observe(administrator: Administrator, schema: string): Promise<Observed> {
  // The server names a view's tables after the schema that is in use.
  await administrator.run(`USE ${schema}`);
  const texts = new Map<string, string>();
  const strangers: string[] = [];
  for (const kind of Object.keys(lists) as readonly Kind[])
    for (const { name } of await administrator.run(`${lists[kind]} '${schema}'`)) {
      const known = members.find((member) => member.kind === kind && member.name === name);
      if (known === undefined) strangers.push(String(name));
      else {
        const text = await show(administrator, schema, known);
        if (text !== null) texts.set(known.name, text);
      }
    }
  return { texts, strangers, grants: await readGrants(administrator, schema) };
}

/** The errors for a missing routine, trigger, event or view: it was dropped after the list was read. */
const goneErrnos: ReadonlySet<unknown> = new Set([1305, 1360, 1539, 1146]);

/**
 * Returns the definition with a schema name that every schema could have, and without a trigger's moment of creation,
 * which it cannot have again.
 */
async function show(administrator: Administrator, schema: string, { kind, name }: Member): Promise<string | null> {
  const [row] = await administrator.run(`SHOW CREATE ${kind} ${schema}.${name}`).catch((problem: unknown) => {
    if (goneErrnos.has((problem as { readonly errno?: unknown }).errno)) return [];
    throw problem;
  });
  if (row === undefined) return null;
  const [place] =
    kind === 'TRIGGER'
      ? await administrator.run(
          `SELECT ACTION_ORDER AS place FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '${schema}' AND TRIGGER_NAME = '${name}'`,
        )
      : [];
  return JSON.stringify({ ...row, Created: undefined, ...place }).replaceAll(schema, 'schema');
}

async function readGrants(administrator: Administrator, schema: string): Promise<Observed['grants']> {
  const rows = await administrator.run(
    `SELECT Routine_name AS name, Routine_type AS kind, User AS user, Host AS host, Proc_priv AS privileges
      FROM mysql.procs_priv WHERE Db = '${schema}' ORDER BY 1, 2, 3, 4`,
  );
  const grants = new Map<string, string[]>();
  for (const row of rows) {
    const known = grants.get(String(row['name'])) ?? [];
    known.push(printGrant(row));
    grants.set(String(row['name']), known);
  }
  return grants;
}

function printGrant({ kind, user, host, privileges }: Row): string {
  return [kind, `${String(user)}@${String(host)}`, privileges].map(String).join(' ');
}
