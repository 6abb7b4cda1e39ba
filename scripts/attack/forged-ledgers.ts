/**
 * Attacks by an account that may write to the ledger: backups, grants, the chain and its head, the tables themselves.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Attack, Family, Field } from './family';
import type { RealServer } from './ground';
import { deployAndDie } from './dying-deployment';
import { rehash } from './rehash';
import { deploy, freshTarget, prepare, writeDeployable, writeProcedure, type Target } from './target';

type ServerField = Field & { readonly server: RealServer };

const brokenTables = [
  { what: 'renamed: saved_definition', statement: 'RENAME TABLE saved_definition TO elsewhere', on: 'both' },
  { what: 'renamed: journal', statement: 'RENAME TABLE journal TO elsewhere', on: 'mysql' },
  { what: 'renamed: chain_head', statement: 'RENAME TABLE chain_head TO elsewhere', on: 'mysql' },
  {
    what: 'without journal.step',
    statement: 'ALTER TABLE journal DROP KEY of_deployment, DROP COLUMN step',
    on: 'mysql',
  },
  {
    what: 'without saved_definition.sql_mode',
    statement: 'ALTER TABLE saved_definition DROP COLUMN sql_mode',
    on: 'both',
  },
] as const;

const attacks: readonly Attack[] = [
  {
    row: '60',
    name: 'The text of a saved definition changed, then rolled back to',
    expect: 'history --verify ends with 1 and names it, rollback is refused with 65, and what is live stays.',
    on: 'both',
    run: async (field) => {
      const target = await deployTwice(field);
      await tamper(field, target, `UPDATE saved_definition SET definition = REPLACE(definition, 'one', 'EVIL')`);
      await expectRefusal(field, target);
      await target.drop();
    },
  },
  {
    row: '62',
    name: 'The grants of a saved definition forged, then rolled back to',
    expect: 'history --verify ends with 1 and names it, rollback is refused with 65, nobody is granted anything.',
    short: true,
    on: 'both',
    run: async (field) => {
      const target = await deployTwice(field);
      const evil = await makeAccomplice(field, target);
      await tamper(field, target, `UPDATE saved_definition SET grants = '${grantAll(evil)}'`);
      await expectRefusal(field, target);
      await expectNoGrants(field, evil);
      await target.drop();
    },
  },
  {
    row: '60',
    name: 'The text of what was deployed last changed in the ledger, and the server changed, then drift --revert',
    expect: 'Refused with 65; the forged text goes nowhere.',
    on: 'both',
    run: async (field) => {
      const { scene, evidence, server } = field;
      const target = await deployTwice(field);
      await prepare(scene.sproc('rollback e p --yes'));
      await server.run(
        `DROP PROCEDURE ${target.schema}.p`,
        `CREATE PROCEDURE ${target.schema}.p() SELECT 'by hand' AS word`,
      );
      await tamper(field, target, `UPDATE saved_definition SET definition = REPLACE(definition, 'one', 'EVIL')`);
      evidence.exits(await scene.sproc('drift e --revert --yes'), 65);
      evidence.note(!(await target.body('p')).includes('EVIL'), 'the forged text is not live');
      await target.drop();
    },
  },
  {
    row: '61',
    name: 'A deployment killed in its middle, its backups forged with grants and texts, then recover',
    expect: 'recover ends with 65 and names the row; no forged grant is run, no forged text is live.',
    on: 'both',
    run: async (field) => {
      const { scene, evidence, server } = field;
      const target = await deployAndDie(field);
      const evil = await makeAccomplice(field, target);
      const forged = `definition = REPLACE(definition, 'one', 'EVIL'), grants = '${grantAll(evil)}'`;
      await tamper(field, target, `UPDATE saved_definition SET ${forged}`);
      const run = await scene.sproc('recover e');
      evidence.exits(run, 65);
      evidence.says(run, /saved.definition/i);
      await expectNoGrants(field, evil);
      const live = await server.run(
        `SELECT ROUTINE_NAME FROM information_schema.ROUTINES
          WHERE ROUTINE_SCHEMA = '${target.schema}' AND ROUTINE_DEFINITION LIKE '%EVIL%'`,
      );
      evidence.equal(live.length, 0, 'no forged text is live');
      await target.drop();
    },
  },
  {
    row: '63',
    name: 'A row of the journal changed',
    expect: 'history --verify ends with 1; deploy and rollback are refused with 65 until accept-broken.',
    on: 'both',
    run: async (field) => {
      const { scene, evidence } = field;
      const target = await deployTwice(field);
      await tamper(field, target, `UPDATE journal SET payload = REPLACE(payload, 'Ada', 'Eve') WHERE sequence = 1`);
      evidence.exits(await scene.sproc('history e --verify'), 1);
      writeProcedure(scene, 'three');
      evidence.exits(await scene.sproc('preflight e'), 1, 65);
      evidence.exits(await deploy(scene), 65);
      evidence.exits(await scene.sproc('rollback e p --yes'), 65);
      evidence.note((await target.body('p')).includes("'two'"), 'the live text is the old one');
      evidence.exits(await scene.sproc(['ledger', 'accept-broken', 'e', '--reason', 'known']), 0);
      evidence.exits(await deploy(scene), 0);
      await target.drop();
    },
  },
  {
    row: '63',
    name: 'The whole chain worked out anew, without a key',
    expect:
      'history --verify ends with 1 against the head that is kept in the project, and against --head; deploy warns.',
    on: 'both',
    run: async (field) => {
      const { scene, evidence } = field;
      const target = await deployTwice(field);
      const head = await readHead(field);
      evidence.exits(await scene.sproc(['history', 'e', '--verify', '--head', head]), 0);
      await rehash(field.server, target.ledger, (payload) => payload.replaceAll('Ada', 'Eve'));
      const told = await scene.sproc('history e --verify');
      evidence.exits(told, 1);
      evidence.exits(await scene.sproc(['history', 'e', '--verify', '--head', head]), 1);
      writeProcedure(scene, 'three');
      const deployed = await deploy(scene);
      evidence.exits(deployed, 0, 65);
      evidence.says(deployed, /registry folder/);
      await target.drop();
    },
  },
  {
    row: '63',
    name: 'The whole chain worked out anew, where a key is configured',
    expect: 'history --verify ends with 1 without any kept head.',
    on: 'both',
    run: async (field) => {
      const { scene, evidence, server } = field;
      const target = await freshTarget(server);
      writeDeployable(scene, target);
      const variables = { SPROC_LEDGER_KEY_E: 'k'.repeat(64) };
      await prepare(scene.sproc('deploy e --yes', { variables }));
      evidence.exits(await scene.sproc('history e --verify', { variables }), 0);
      await rehash(server, target.ledger, (payload) => payload.replaceAll('Ada', 'Eve'));
      rmSync(path.join(scene.project, '.sproc', 'heads'), { recursive: true, force: true });
      evidence.exits(await scene.sproc('history e --verify', { variables }), 1);
      // Rows without proofs look as if they were written before there was a key; that is reported.
      await server.run(`DELETE FROM ${target.ledger}.row_mac`);
      evidence.says(await scene.sproc('history e --verify', { variables }), /written without the key/);
      await target.drop();
    },
  },
  {
    row: '54',
    name: 'The ledger of a newer Sproc',
    expect: 'preflight ends with 1 and says so; deploy and rollback are refused.',
    on: 'both',
    run: async (field) => {
      const target = await deployTwice(field);
      await tamper(field, target, 'INSERT INTO schema_version (version, migrated_at) VALUES (99, NOW())');
      await expectHonestPreflight(field, target);
    },
  },
  {
    row: '55',
    name: 'The head of the chain deleted',
    expect: 'history --verify and preflight end with 1, deploy is refused with 65 and a remedy; no error 1062.',
    on: 'both',
    run: async (field) => {
      const { scene, evidence } = field;
      const target = await deployTwice(field);
      await tamper(field, target, 'DELETE FROM chain_head');
      evidence.exits(await scene.sproc('history e --verify'), 1);
      await expectHonestPreflight(field, target, 65);
    },
  },
  ...brokenTables.map(({ what, statement, on }): Attack => ({
    row: '56',
    name: `A ledger ${what}`,
    expect: 'preflight ends with 1; deploy is refused, and what is live stays.',
    on,
    run: async (field) => {
      const target = await deployTwice(field);
      await tamper(field, target, statement);
      await expectHonestPreflight(field, target);
    },
  })),
  {
    row: '77',
    name: 'Two projects with ledgers of their own deploy to one schema at once',
    expect: 'Each ends with its answer, and all routines that are live are of one project.',
    on: 'both',
    run: async ({ scene, evidence, server }) => {
      const target = await freshTarget(server);
      const environments = {
        e: target.environment,
        f: { ...target.environment, ledgerSchema: `${target.ledger}2` },
      };
      scene.writeProject({ schema: target.schema, environments });
      for (let i = 0; i < 40; i++) writeProcedure(scene, 'first', `p${i}`);
      await prepare(deploy(scene));
      for (let i = 0; i < 40; i++) writeProcedure(scene, 'of e', `p${i}`);
      const one = scene.sproc('deploy e --yes');
      const other = scene.sproc('deploy f --yes --overwrite');
      for (const run of await Promise.all([one, other])) evidence.exits(run, 0, 2, 75);
      const bodies = await server.run(
        `SELECT DISTINCT ROUTINE_DEFINITION AS body FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${target.schema}'`,
      );
      evidence.equal(bodies.length, 1, 'one text for all');
      await server.run(`DROP DATABASE IF EXISTS ${target.ledger}2`);
      await target.drop();
    },
  },
];

export const forgedLedgers: Family = { name: 'forged-ledgers', attacks };

/** Deploys the procedure p, which selects one, then two. */
async function deployTwice({ scene, server }: ServerField): Promise<Target> {
  const target = await freshTarget(server);
  writeDeployable(scene, target);
  await prepare(deploy(scene));
  writeProcedure(scene, 'two');
  await prepare(deploy(scene));
  return target;
}

async function tamper({ server }: ServerField, { ledger }: Target, statement: string): Promise<void> {
  await server.run(`USE ${ledger}`, statement);
}

async function expectRefusal({ scene, evidence }: ServerField, target: Target): Promise<void> {
  const verified = await scene.sproc('history e --verify');
  evidence.exits(verified, 1);
  evidence.says(verified, /saved.definition/i);
  const run = await scene.sproc('rollback e p --yes');
  evidence.exits(run, 65);
  evidence.says(run, /saved.definition/i);
  evidence.note((await target.body('p')).includes("'two'"), 'the live text is the old one');
}

/** Checks that a deployment works unless preflight finds an error, and fails otherwise. */
async function expectHonestPreflight(
  { scene, evidence }: ServerField,
  target: Target,
  ...codes: readonly number[]
): Promise<void> {
  writeProcedure(scene, 'three');
  const preflight = await scene.sproc('preflight e');
  evidence.exits(preflight, 1);
  const run = await deploy(scene);
  evidence.exits(run, ...(codes.length > 0 ? codes : [2, 65]));
  evidence.saysNot(run, /1062|Duplicate entry/);
  evidence.note((await target.body('p')).includes("'two'"), 'the live text is the old one');
  await target.drop();
}

async function makeAccomplice({ server }: ServerField, target: Target): Promise<string> {
  const evil = `e_${target.schema}`;
  await server.run(`CREATE USER ${evil}@localhost`);
  return evil;
}

function grantAll(evil: string): string {
  return `GRANT ALL ON *.* TO ${evil}@localhost WITH GRANT OPTION`;
}

async function expectNoGrants({ evidence, server }: ServerField, evil: string): Promise<void> {
  const grants = JSON.stringify(await server.run(`SHOW GRANTS FOR ${evil}@localhost`));
  evidence.note(/GRANT USAGE/.test(grants) && !/ALL PRIVILEGES|SUPER|EXECUTE/.test(grants), 'nothing granted');
  await server.run(`DROP USER ${evil}@localhost`);
}

/** Returns the head that history prints. */
async function readHead({ scene }: ServerField): Promise<string> {
  const { said } = await prepare(scene.sproc('history e'));
  return /[0-9a-f]{64}/.exec(said)?.[0] ?? 'history prints no head';
}
