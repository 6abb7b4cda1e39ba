/** Schemas with the names of Sproc's own, and schemas of the server that may not be used. */
import type { Attack, Family, Field } from './family';
import type { RealServer } from './ground';
import { deploy, freshTarget, prepare, quoteName, writeDeployable, writeProcedure, type Target } from './target';

type ServerField = Field & { readonly server: RealServer };

const attacks: readonly Attack[] = [
  {
    row: '73',
    name: 'Schemas of a user that bear the names of the scratch schemas; deploy, graph --confirm, recover',
    expect: 'Nothing in them is dropped or changed.',
    on: 'both',
    run: async (field) => {
      const { scene, evidence, server } = field;
      const { target, helpers } = await learnHelpers(field);
      evidence.note(helpers.length > 0, `${helpers.length} names learned`);
      for (const helper of helpers) await makePrecious(server, helper);
      writeProcedure(scene, 'three');
      for (const line of ['preflight e', 'deploy e --yes', 'graph --confirm e', 'recover e', 'gc e'])
        evidence.exits(await scene.sproc(line), 0, 1, 2, 65, 77, 78);
      for (const helper of helpers) await expectPrecious(field, helper);
      for (const helper of helpers) await server.run(`DROP DATABASE IF EXISTS ${helper}`);
      await target.drop();
    },
  },
  {
    row: '74',
    name: 'The target bears the name of the scratch schema of its own ledger',
    expect: 'Refused, or deployed like any other; its tables stay.',
    on: 'both',
    run: async (field) => {
      const { scene, evidence, server } = field;
      const { target, helpers } = await learnHelpers(field);
      evidence.note(helpers.length > 0, `${helpers.length} names learned`);
      for (const helper of helpers) {
        await makePrecious(server, helper);
        scene.writeProject({ schema: helper, environments: { e: { ...target.environment, schema: helper } } });
        evidence.exits(await deploy(scene), 0, 2, 65, 78);
        await expectPrecious(field, helper);
        await server.run(`DROP DATABASE IF EXISTS ${helper}`);
      }
      await target.drop();
    },
  },
  {
    row: '75',
    name: 'Names of schemas that are SQL, empty or too long',
    expect: 'Exit 78, or the name is taken as a name; nothing else is run.',
    on: 'mysql',
    run: async ({ scene, evidence, server }) => {
      const target = await freshTarget(server);
      writeDeployable(scene, target);
      for (const name of ['', 'x'.repeat(65), ' ', 'a\nb', `x\`; DROP DATABASE ${target.schema}; -- `]) {
        const environment = { ...target.environment, ledgerSchema: name };
        scene.writeProject({ schema: target.schema, environments: { e: environment } });
        evidence.exits(await deploy(scene), 0, 2, 78);
        if (name.length <= 64) await server.run(`DROP DATABASE IF EXISTS ${quoteName(name)}`).catch(() => []);
      }
      const found = await server.run(`SHOW DATABASES LIKE '${target.schema}'`);
      evidence.equal(found.length, 1, 'the target is there');
      await target.drop();
    },
  },
  {
    row: '76',
    name: 'Schemas of the server as ledger, as target and as registry',
    expect: 'Exit 78 before anything is connected to.',
    run: async ({ scene, evidence }) => {
      const environment = { host: '127.0.0.1', port: 9, user: 'root', schema: 's', stage: 'DEVELOPMENT' };
      writeProcedure(scene, 'one');
      for (const system of ['mysql', 'information_schema', 'performance_schema', 'sys', 'MySQL']) {
        // The schema sys may be read, and preflight rejects what would change it.
        const changes = [{ ledgerSchema: system }, ...(system === 'sys' ? [] : [{ schema: system }])];
        for (const change of changes) {
          scene.writeProject({ environments: { e: { ...environment, ...change } } });
          evidence.exits(await scene.sproc('deploy e --yes'), 78);
        }
      }
      scene.writeProject({ registry: { environment: 'e', schema: 'mysql' }, environments: { e: environment } });
      evidence.exits(await scene.sproc('register'), 78);
    },
  },
];

export const schemas: Family = { name: 'schemas', attacks };

/**
 * Deploys with a compile check and a confirmation, and returns the schemas that the server shows to have been created
 * for it.
 */
async function learnHelpers({ scene, server }: ServerField): Promise<{ target: Target; helpers: readonly string[] }> {
  const target = await freshTarget(server);
  writeDeployable(scene, target);
  const [log] = await server.run('SELECT @@GLOBAL.log_output AS output, @@GLOBAL.general_log AS isOn');
  await server.run("SET GLOBAL log_output = 'TABLE'", 'SET GLOBAL general_log = ON');
  try {
    await prepare(deploy(scene));
    writeProcedure(scene, 'two');
    await prepare(deploy(scene));
    await scene.sproc('graph --confirm e');
  } finally {
    await server.run(
      `SET GLOBAL general_log = ${Number(log?.['isOn'])}`,
      `SET GLOBAL log_output = '${String(log?.['output'])}'`,
    );
  }
  const rows = await server.run(
    `SELECT CONVERT(argument USING utf8mb4) AS statement FROM mysql.general_log
      WHERE CONVERT(argument USING utf8mb4) LIKE '%CREATE DATABASE%'`,
  );
  const made = rows.flatMap(({ statement }) => /`([^`]+)`/.exec(String(statement))?.[1] ?? []);
  const own = made.filter((name) => name !== target.schema && name !== target.ledger && name.startsWith('sproc'));
  return { target, helpers: [...new Set(own)] };
}

async function makePrecious(server: RealServer, schema: string): Promise<void> {
  await server.run(
    `DROP DATABASE IF EXISTS ${schema}`,
    `CREATE DATABASE ${schema}`,
    `CREATE TABLE ${schema}.precious (id INT)`,
    `INSERT INTO ${schema}.precious VALUES (42)`,
    `CREATE PROCEDURE ${schema}.precious() SELECT 42`,
  );
}

async function expectPrecious({ evidence, server }: ServerField, schema: string): Promise<void> {
  const rows = await server.run(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${schema}'
      UNION ALL SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${schema}' AND ROUTINE_NAME <> 'p'`,
  );
  evidence.equal(
    rows.map(({ name }) => name),
    ['precious', 'precious'],
    `${schema.replace(/_[0-9a-f]{8,}.*/, '_…')} is as it was`,
  );
}
