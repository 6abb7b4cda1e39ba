/** All that a schema's stored programs are, byte for byte, grants included: to be equal before and after. */
import type { LiveServer } from './live-servers';

export type Snapshot = Readonly<Record<string, unknown>>;

export async function takeSnapshot(server: LiveServer, schema: string): Promise<Snapshot> {
  const snapshot: Record<string, unknown> = {};
  const show = async (kind: string, names: readonly Record<string, unknown>[]): Promise<void> => {
    for (const { name } of names) {
      const key = `${kind} ${String(name)}`;
      const [row] = await server.run(`SHOW CREATE ${kind} \`${schema}\`.\`${String(name).replaceAll('`', '``')}\``);
      // A restored trigger can have everything again except its moment of creation.
      snapshot[key] = { ...row, Created: undefined };
    }
  };
  const list = (sql: string): Promise<readonly Record<string, unknown>[]> =>
    server.run(sql.replace('?', `'${schema}'`));
  for (const kind of ['PROCEDURE', 'FUNCTION'])
    await show(
      kind,
      await list(
        `SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ? AND ROUTINE_TYPE = '${kind}' ORDER BY 1`,
      ),
    );
  await show(
    'TRIGGER',
    await list('SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? ORDER BY 1'),
  );
  await show(
    'EVENT',
    await list('SELECT EVENT_NAME AS name FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ? ORDER BY 1'),
  );
  await show(
    'VIEW',
    await list('SELECT TABLE_NAME AS name FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ? ORDER BY 1'),
  );
  snapshot['order of triggers'] = await list(
    'SELECT TRIGGER_NAME AS name, ACTION_ORDER AS place FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? ORDER BY 1',
  );
  snapshot['grants'] = await list(
    'SELECT Host, User, Routine_name, Routine_type, Proc_priv FROM mysql.procs_priv WHERE Db = ? ORDER BY 1, 2, 3, 4',
  );
  return snapshot;
}
