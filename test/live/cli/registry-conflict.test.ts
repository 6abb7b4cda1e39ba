/** Deployments while the status log of a routine is inconsistent, with the real command line. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeployAnswer, MarkAnswer, PlanAnswer, RegisterAnswer, StatusAnswer } from '#engine';
import { onEachServer } from '../../support/live-servers';
import { SprocFolder } from './sproc-folder';

describe('a status log in conflict', () => {
  onEachServer((server) => {
    const folder = new SprocFolder();
    const schemas = ['dev', 'prod', 'ledger'].map((name) => `t_${name}_${randomBytes(4).toString('hex')}`);
    const [dev = '', prod = '', ledgerSchema = ''] = schemas;
    before(() => folder.setVariables({ SPROC_PASSWORD_DEV: server.password, SPROC_PASSWORD_PROD: server.password }));
    before(() => server.run(...[dev, prod].map((schema) => `CREATE DATABASE ${schema}`)));
    after(async () => {
      folder.remove();
      await server.run(...schemas.map((schema) => `DROP DATABASE IF EXISTS ${schema}`));
    });

    it('is a warning in development, and bad input for every other stage', async () => {
      const at = { ...server.login, ledgerSchema };
      const environments = {
        dev: { ...at, schema: dev, stage: 'DEVELOPMENT' },
        prod: { ...at, schema: prod, stage: 'PRODUCTION' },
      };
      folder.writeFile('sproc.json', JSON.stringify({ schema: 'shop', environments }));
      folder.writeFile('a.sql', 'CREATE PROCEDURE greet() SELECT 1;\n');
      await folder.ask<RegisterAnswer>(0, 'register');
      await folder.ask<MarkAnswer>(0, 'mark', 'greet', 'TESTING', '--reason', 'tests');
      const line = { version: '1.0.0', from: 'TESTING', by: 'Eve', at: '2025-09-08T00:00:00.000Z', reason: 'by hand' };
      const log = join(folder.path, '.sproc/routines/shop/procedure/greet/status.jsonl');
      appendFileSync(log, `${JSON.stringify({ ...line, to: 'PRODUCTION' })}\n`);

      for (const words of [
        ['deploy', 'prod', 'greet@1.0.0', '--yes'],
        ['promote', 'greet@1.0.0', '--to', 'prod', '--yes'],
        ['promote', 'greet@1.0.0', '--to', 'dev', '--yes'],
      ]) {
        const { error } = await folder.ask<{ error: { kind: string; message: string } }>(65, ...words);
        assert.equal(error.kind, 'bad-input');
        assert.match(error.message, /by hand/);
      }
      const plan = await folder.ask<PlanAnswer>(0, 'plan', 'dev');
      assert.deepEqual(
        plan.findings.filter(({ code }) => code === 'status-conflict').map(({ severity }) => severity),
        ['warning'],
      );
      assert.equal((await folder.ask<DeployAnswer>(0, 'deploy', 'dev', '--yes')).outcome, 'deployed');
      const { routines } = await folder.ask<StatusAnswer>(1, 'status');
      assert.deepEqual(
        routines.map(({ registry, environments: { dev: here, prod: there } }) => [registry, here?.state, there?.state]),
        [['unknown', 'unknown', 'missing']],
      );
      await folder.ask(0, 'registry', 'resolve', 'greet', '--keep', 'ours', '--statuses', 'drop', '--reason', 'forged');
      const refused = await folder.ask<{ error: { kind: string } }>(77, 'deploy', 'prod', 'greet@1.0.0', '--yes');
      assert.equal(refused.error.kind, 'not-permitted');
    });
  });
});
