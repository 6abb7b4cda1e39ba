/** The same routine in many files: registering takes the text of the file that counts, and none where no file does. */
import assert from 'node:assert/strict';
import { fail } from '../../engine/src/base/result';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { bindUseCases } from '../../engine/src/use-cases/bind-use-cases';
import { Project } from '../../engine/src/use-cases/shared/project';
import { expectOk } from '../support/expect';
import { fixedProvenance, memorySecrets, memorySourceTree } from '../support/memory-project';
import { memoryRegistry } from '../support/memory-registry';
import { adviceText } from '../../cli/src/report/print-action';

/** Migrations, a dump, and one file a routine; each has its own text of `pay`. */
const files = {
  'migrations/V1.sql': 'DELIMITER $$\nDROP PROCEDURE IF EXISTS pay$$\nCREATE PROCEDURE pay() SELECT 1$$\n',
  'migrations/V2.sql':
    'DELIMITER $$\nDROP PROCEDURE IF EXISTS pay;\nCREATE PROCEDURE pay() SELECT 2;\nCREATE PROCEDURE refund() SELECT 20;\n$$\n',
  'migrations/V10.sql': 'DELIMITER $$\nDROP PROCEDURE IF EXISTS pay;\nCREATE PROCEDURE pay() SELECT 10$$\n',
  'dump.sql': 'CREATE PROCEDURE pay() SELECT 3;\nCREATE PROCEDURE tax() SELECT 30;\n',
  'routines/pay.sql': 'CREATE PROCEDURE pay() SELECT 4;\n',
};

function openProject(prefer: readonly string[]) {
  const registry = memoryRegistry();
  const settings = { sources: ['**/*.sql'], schema: 'shop', ...(prefer.length > 0 ? { duplicates: { prefer } } : {}) };
  const { value: config } = parseProjectFile(JSON.stringify(settings));
  assert.ok(config);
  const project = new Project(config, {
    tree: memorySourceTree(files),
    secrets: memorySecrets(),
    provenance: fixedProvenance(),
    connect: () => Promise.resolve(fail({ kind: 'unreachable', message: 'Nobody is asked.' })),
    registry,
    openRegistry: () => registry,
  });
  return { sproc: bindUseCases(project), registry };
}

/** Returns the registered texts, by routine. */
async function registerAll(prefer: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { sproc, registry } = openProject(prefer);
  expectOk(await sproc.register({}));
  const records = expectOk(await registry.list());
  const bodies: Record<string, string> = {};
  for (const { key, versions } of records) bodies[key.name] = versions[0]?.routine.parts.body ?? '';
  return bodies;
}

describe('a routine that many files define', () => {
  it('is refused by register where no file counts, and keeps no other from being registered', async () => {
    const { sproc, registry } = openProject([]);
    const { failed = [] } = expectOk(await sproc.register({}));
    assert.equal(failed.length, 1);
    assert.match(failed[0]?.message ?? '', /^procedure shop\.pay is defined twice, in .+\.sql and in .+\.sql\.$/);
    const names = expectOk(await registry.list()).map(({ key }) => key.name);
    assert.deepEqual(names, ['refund', 'tax']);
    const refused = await sproc.register({ routines: ['pay'] });
    assert.ok(!refused.ok);
    assert.equal(refused.error.kind, 'bad-input');
    assert.match(adviceText(refused.error.remedy ?? ''), /"duplicates": \{ "prefer": \[…\] \}/);
  });

  it('does not keep others from being registered by name', async () => {
    const { sproc } = openProject([]);
    const { registered } = expectOk(await sproc.register({ routines: ['refund', 'tax'] }));
    assert.deepEqual(registered.map(({ routine }) => routine).sort(), ['shop.refund', 'shop.tax']);
  });

  it('is registered as the file that counts has it, beside those that only one file has', async () => {
    const others = { refund: 'SELECT 20', tax: 'SELECT 30' };
    assert.deepEqual(await registerAll(['routines/**']), { ...others, pay: 'SELECT 4' });
    assert.deepEqual(await registerAll(['dump.sql', 'routines/**']), { ...others, pay: 'SELECT 3' });
  });

  it('is of several files that count the one of the last by path, numbers as numbers', async () => {
    assert.equal((await registerAll(['migrations/**']))['pay'], 'SELECT 10');
    assert.equal((await registerAll(['migrations/V?.sql', 'migrations/**']))['pay'], 'SELECT 2');
  });

  it('is refused where the pattern names other files', async () => {
    const { sproc } = openProject(['elsewhere/**']);
    assert.ok(!(await sproc.register({ routines: ['pay'] })).ok);
  });
});
