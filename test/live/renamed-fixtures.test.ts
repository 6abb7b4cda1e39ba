/** Both servers compile every fixture under other schemas and under a prefix, as they do without one, and read it back. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from 'mysql2/promise';
import { makeEnvironmentNaming } from '../../engine/src/lifecycle/target/environment-naming';
import type { Environment, Target } from '../../engine/src/project/environment';
import { renameKey, type Naming } from '../../engine/src/routine/naming';
import { renderCreate } from '../../engine/src/routine/render-create';
import type { Routine } from '../../engine/src/routine/routine';
import { renderKey } from '../../engine/src/syntax/quoting';
import { readFixtures } from '../support/fixture-routines';
import { freshSchema, onEachServer, type LiveServer } from '../support/live-servers';

const tables = join(__dirname, '../../examples/shop/schema');
const schemas = ['shop', 'billing', 'audit', 'reporting'];

describe('the fixtures under the names of an environment', () => {
  onEachServer((server) => {
    const plain = schemas.map(() => freshSchema(server));
    const prefixed = schemas.map(() => freshSchema(server));
    before(async () => {
      for (const names of [plain, prefixed]) await createTables(server, names);
    });

    it('compile with the prefix as they do without it', async () => {
      const connection = await server.connect();
      const compiled: string[] = [];
      const fixtures = readFixtures(server.flavor);
      const example = fixtures.filter(({ file }) => file.startsWith('examples')).flatMap(({ routines }) => routines);
      for (const { file, routines } of fixtures) {
        const project = file.startsWith('examples') ? example : routines;
        const [without, withIt] = [
          namingOf(plain, { prefix: '', routines: project }),
          namingOf(prefixed, { prefix: 'jo_', routines: project }),
        ];
        for (const routine of routines) {
          const answer = await create(connection, routine, without);
          assert.equal(await create(connection, routine, withIt), answer, `${file}: ${routine.text}`);
          if (answer === 'created') compiled.push(`${routine.key.kind} ${routine.key.name}`);
        }
      }
      assert.ok(compiled.length > 100, String(compiled.length));
      for (const kind of ['procedure', 'function', 'trigger', 'event', 'view'])
        assert.ok(
          compiled.some((one) => one.startsWith(`${kind} `)),
          kind,
        );
    });
  });
});

async function createTables(server: LiveServer, names: readonly { readonly name: string }[]): Promise<void> {
  for (const script of readdirSync(tables)
    .sort()
    .filter((name) => !name.startsWith('1-'))) {
    const text = readFileSync(join(tables, script), 'utf8');
    const there = schemas.reduce((all, schema, i) => all.replaceAll(`${schema}.`, `${names[i]?.name ?? ''}.`), text);
    const connection = await server.connect({ multipleStatements: true });
    await connection.query(there);
  }
}

interface Named {
  readonly prefix: string;
  readonly routines: readonly Routine[];
}

function namingOf(names: readonly { readonly name: string }[], { prefix, routines }: Named): Naming {
  const mapped = Object.fromEntries(schemas.map((schema, i) => [schema, names[i]?.name ?? '']));
  const environment = { prefix, definers: {}, schemas: mapped } as unknown as Environment;
  const own = routines.map(({ key }) => key);
  return makeEnvironmentNaming(environment, { schema: names[0]?.name } as Target, { config: { schema: 'shop' }, own });
}

/** Creates the routine; returns the server's error number if it rejects it. */
async function create(connection: Connection, routine: Routine, { toPhysical }: Naming): Promise<string> {
  const { definition, parserOptions } = routine.origin;
  const key = renameKey(routine.key, toPhysical);
  const modes = (definition.sqlMode ?? parserOptions.sqlMode).join(',');
  try {
    await connection.query(`SET sql_mode = '${modes}'`);
    await connection.query(`USE \`${key.schema}\``);
    await connection.query(`DROP ${key.kind} IF EXISTS ${renderKey(key.schema, key.name)}`);
    await connection.query(renderCreate(routine, { renaming: toPhysical, definer: null }));
    return 'created';
  } catch (error) {
    return String((error as { readonly errno?: number }).errno);
  }
}
