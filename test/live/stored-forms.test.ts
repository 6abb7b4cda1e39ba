/**
 * Property: what a server accepts is what the product expects of it. A routine that the server itself made from a text equals
 * the text, and needs no deployment; one that the product deploys is found as it was written, and needs no second one.
 */
import assert from 'node:assert/strict';
import { makeRandom } from '../../scripts/conformance/random';
import type { Flavor } from '../../scripts/servers/flavor';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer, type LiveServer } from '../support/live-servers';
import { askForms, createForms, makeFiles, type Form } from './stored-forms/forms';
import { writeForm } from './stored-forms/heads';
import { listLengths, listTypes } from './stored-forms/types';

/** The modes in which every type gets every attribute. */
const wholeModes: Readonly<Record<Flavor, readonly (string | null)[]>> = { mysql: [null], mariadb: [null, 'ORACLE'] };

/** Further modes on which types or heads may depend; without a strict one a server makes shorter types of too long ones. */
const moreModes: Readonly<Record<Flavor, readonly string[]>> = {
  mysql: ['', 'ANSI', 'REAL_AS_FLOAT', 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'],
  mariadb: ['', 'ANSI', 'REAL_AS_FLOAT', 'ORACLE,STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES', 'MSSQL'],
};

/** `SPROC_EXHAUSTIVE=1` takes long and tries everything with everything; `SPROC_SEED=n` writes other heads. */
const exhaustive = process.env['SPROC_EXHAUSTIVE'] !== undefined;

describe('what a server stores', () => {
  onEachServer((server) => {
    for (const characterSet of ['utf8mb4', 'latin1']) {
      describe(`in a schema of ${characterSet}`, () => {
        const schema = freshSchema(server);
        const renewed = [
          `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
          `DROP DATABASE IF EXISTS ${schema.name}`,
          `CREATE DATABASE ${schema.name} CHARACTER SET ${characterSet}`,
          `CREATE TABLE ${schema.name}.t (id INT)`,
        ];
        beforeEach(() => server.run(...renewed));
        after(() => server.run(...renewed.slice(0, 1)));

        /** Returns how many of the forms the server takes. */
        const tryForms = async (forms: readonly Form[]): Promise<number> => {
          const taken = await createForms(server, schema.name, forms);
          await findsNothing(server, schema.name, taken);
          await server.run(...renewed);
          await deploys(server, schema.name, taken);
          return taken.length;
        };

        it('is every type with every attribute', async () => {
          const taken = await tryForms(await listForms(server, characterSet === 'utf8mb4'));
          assert.ok(taken > 500, String(taken));
        }).timeout(900_000);

        it('is a head with any spaces, line ends and comments', async () => {
          const forms = await writeForms(server, characterSet === 'utf8mb4' ? 20261130 : 20261201);
          const taken = await tryForms(forms);
          assert.ok(taken > forms.length / 3, `${taken} of ${forms.length}`);
        }).timeout(900_000);
      });
    }
  });
});

/** Lists forms of every type; with `isWhole` also with every attribute, and in more modes. */
async function listForms(server: LiveServer, isWhole: boolean): Promise<readonly Form[]> {
  const connection = await server.connect();
  const whole = wholeModes[server.flavor];
  const modes = isWhole ? [...whole, '', 'REAL_AS_FLOAT'] : [...whole, ''];
  const forms: Form[] = [];
  for (const [i, mode] of modes.entries()) {
    const types = (isWhole && whole.includes(mode)) || exhaustive ? listTypes(exhaustive) : listLengths();
    forms.push(...(await askForms(connection, { types, mode, prefix: `m${i}` })).forms);
  }
  return forms;
}

async function writeForms(server: LiveServer, seed: number): Promise<readonly Form[]> {
  const connection = await server.connect();
  const random = makeRandom(Number(process.env['SPROC_SEED'] ?? seed));
  const { flavor } = server;
  const forms: Form[] = [];
  for (const [i, mode] of [...wholeModes[flavor], ...moreModes[flavor]].entries()) {
    const { types } = await askForms(connection, { types: listLengths(), mode, prefix: '' });
    for (let n = 0; n < (exhaustive ? 2000 : 40); n++)
      forms.push(writeForm({ random, flavor, mode, types }, `m${i}_${n}`));
  }
  return forms;
}

/** Checks an adoption: no difference is found, and nothing is to be done. */
async function findsNothing(server: LiveServer, schema: string, forms: readonly Form[]): Promise<void> {
  const project = liveProject(server, schema, { files: makeFiles(forms) });
  const texts = new Map(forms.map((form) => [form.name, form]));
  const find = (routine: string): Form | undefined => texts.get(routine.split('.').at(-1) ?? '');
  const { differences, unmanaged } = expectOk(await project.compare({ left: 'workspace', right: 'test' }));
  const different = differences.map(({ routine, kind, detail }) => ({ kind, detail, form: find(routine) }));
  assert.deepEqual(different.slice(0, 20), []);
  assert.deepEqual(unmanaged, []);
  const { steps, findings } = expectOk(await project.plan({ environment: 'test' }));
  const planned = steps.map(({ action, routine }) => ({ action, form: find(routine) }));
  assert.deepEqual(planned.slice(0, 20), []);
  assert.deepEqual(errorsOf(findings), []);
}

/** Checks a deployment: what is read back equals the text, and nothing more is to be done. */
async function deploys(server: LiveServer, schema: string, forms: readonly Form[]): Promise<void> {
  const project = liveProject(server, schema, { files: makeFiles(forms) });
  const { findings } = expectOk(await project.preflight({ environment: 'test' }));
  assert.deepEqual(errorsOf(findings), []);
  const deployed = expectOk(await project.deploy({ environment: 'test' }));
  assert.deepEqual(
    deployed.steps.flatMap(({ error }) => error ?? []),
    [],
  );
  assert.equal(deployed.outcome, 'deployed');
  assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
  assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
}

function errorsOf<T extends { readonly severity: string }>(findings: readonly T[]): readonly T[] {
  return findings.filter(({ severity }) => severity === 'error');
}
