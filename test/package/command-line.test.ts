/** A person who has only the package installs the command line and does the main job with it, on real servers. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { CheckAnswer, DeployAnswer, PlanAnswer, RegisterAnswer, StatusAnswer } from '#engine';
import { repositoryPath } from '../../scripts/repository';
import { bankFiles, bankProject, bankTables } from '../live/cli/bank';
import { SprocFolder } from '../live/cli/sproc-folder';
import { freshTarget } from '../live/cli/target';
import { onEachServer } from '../support/live-servers';
import { installCommandLine } from './packages';

const names = ['bank.balance_of', 'bank.post_entry', 'bank.total', 'bank.transfer', 'bank.undo_transfer'];

describe('the installed command line', () => {
  let command = '';
  before(() => (command = installCommandLine()));

  it('is a command that says its version', () => {
    const { version } = JSON.parse(readFileSync(repositoryPath('package.json'), 'utf8')) as { version: string };
    const { status, stdout, stderr } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    assert.deepEqual([status, stdout.trim(), stderr], [0, version, '']);
  });

  onEachServer((server) => {
    const target = freshTarget(server, bankTables);
    const folder = new SprocFolder(() => command);
    before(() => {
      folder.write(bankFiles);
      folder.setVariables({ SPROC_PASSWORD_DEV: target.password });
    });
    after(() => folder.remove());

    it('starts a project from the files of a folder', async () => {
      const { exit, all } = await folder.sproc('init', '--yes');
      assert.equal(exit, 0, all);
      await folder.ask<CheckAnswer>(0, 'check');
      folder.writeFile('sproc.json', bankProject({ dev: target.environment() }));
    });

    it('checks the sources, tables and columns included', async () => {
      const { diagnostics } = await folder.ask<CheckAnswer>(0, 'check', '--env', 'dev');
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      );
      folder.writeFile('procedures/wrong.sql', 'CREATE PROCEDURE wrong() CALL nobody_wrote_this();\n');
      const wrong = await folder.ask<CheckAnswer>(1, 'check');
      assert.deepEqual(
        wrong.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
        ['missing-routine'],
      );
      folder.removeFile('procedures/wrong.sql');
    });

    it('registers, plans and deploys them', async () => {
      const { registered } = await folder.ask<RegisterAnswer>(0, 'register', '--message', 'First version');
      assert.deepEqual(registered.map(({ routine }) => routine).sort(), names);
      const { steps } = await folder.ask<PlanAnswer>(0, 'plan', 'dev');
      assert.deepEqual(steps.map(({ routine }) => routine).sort(), names);
      const { outcome } = await folder.ask<DeployAnswer>(0, 'deploy', 'dev', '--yes');
      assert.equal(outcome, 'deployed');
    });

    it('shows what runs where', async () => {
      const { routines } = await folder.ask<StatusAnswer>(0, 'status');
      assert.deepEqual(
        routines.map(({ routine, environments }) => [
          routine,
          environments['dev']?.version,
          environments['dev']?.state,
        ]),
        names.map((name) => [name, '1.0.0', 'in-sync']),
      );
    });

    it('rolls back a change', async () => {
      folder.edit('procedures/accounts.sql', 'p_amount, NOW()', 'ROUND(p_amount, 2), NOW()');
      await folder.ask<RegisterAnswer>(0, 'register');
      assert.equal((await folder.ask<DeployAnswer>(0, 'deploy', 'dev', '--yes')).steps.length, 1);
      const { steps } = await folder.ask<DeployAnswer>(0, 'rollback', 'dev', 'post_entry', '--yes');
      assert.deepEqual(
        steps.map(({ routine, outcome }) => `${routine} ${outcome}`),
        ['bank.post_entry done'],
      );
    });
  });
});
