/** Registering in bulk: a routine that cannot be registered does not stop the others, and is reported. */
import assert from 'node:assert/strict';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';

describe('register', () => {
  const open = (): LiveProject =>
    liveProject({ port: 1, flavor: 'mysql' }, 'shop', {
      files: {
        'a.sql': 'CREATE PROCEDURE a() SELECT 1;\n',
        'b.sql': 'CREATE PROCEDURE b() BEGIN SELECT 1 FROM; END;\n',
        'c1.sql': 'CREATE PROCEDURE c() SELECT 1;\n',
        'c2.sql': 'CREATE PROCEDURE c() SELECT 2;\n',
      },
    });

  it('registers the others beside a broken and a doubled routine, and lists these', async () => {
    const project = open();
    const { registered, failed } = expectOk(await project.register({}));
    assert.deepEqual(
      registered.map(({ routine, version }) => `${routine} ${version}`),
      ['shop.a 1.0.0'],
    );
    assert.deepEqual(
      failed?.map(({ file, message }) => `${file}: ${message.replace(/: .*/, '')}`),
      [
        'b.sql: procedure shop.b (b.sql, line 1) cannot be registered',
        'c1.sql: procedure shop.c is defined twice, in c1.sql and in c2.sql.',
      ],
    );
    assert.deepEqual(
      expectOk(await project.registry.list()).map(({ key }) => key.name),
      ['a'],
    );
  });

  it('fails if nothing of what is named can be registered', async () => {
    const project = open();
    const failed = expectFailure(await project.register({ routines: ['b'] }), 'bad-input');
    assert.match(failed.message, /cannot be registered/);
    assert.deepEqual(expectOk(await project.registry.list()), []);
  });
});
