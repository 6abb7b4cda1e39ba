/** A checkout that git cannot read: the plan, the registration and the doctor say so. */
import assert from 'node:assert/strict';
import { fail } from '../../engine/src/base/result';
import { checkBranch } from '../../engine/src/lifecycle/preflight/checks/branch';
import type { CheckInput } from '../../engine/src/lifecycle/preflight/checks/check';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import type { GitFault } from '../../engine/src/project/ports';
import { bindUseCases } from '../../engine/src/use-cases/bind-use-cases';
import { Project } from '../../engine/src/use-cases/shared/project';
import { expectOk } from '../support/expect';
import { fixedProvenance, memorySecrets, memorySourceTree } from '../support/memory-project';
import { memoryRegistry } from '../support/memory-registry';

const fault: GitFault = { message: 'git refused this folder.', remedy: 'Run `git config`.' };

function projectWith(gitFault?: GitFault): ReturnType<typeof bindUseCases> {
  const { value: config } = parseProjectFile('{ "schema": "shop", "sources": ["*.sql"], "environments": {} }');
  assert.ok(config);
  const registry = memoryRegistry();
  return bindUseCases(
    new Project(config, {
      tree: memorySourceTree({ 'p.sql': 'CREATE PROCEDURE p() SELECT 1;' }),
      secrets: memorySecrets(),
      provenance: fixedProvenance(gitFault === undefined ? {} : { gitFault }),
      registry,
      connect: () => Promise.resolve(fail({ kind: 'unreachable', message: '', remedy: '' })),
      openRegistry: () => registry,
    }),
  );
}

describe('a checkout that git cannot read', () => {
  it('gives versions without a commit, with a warning', async () => {
    const { registered, warnings } = expectOk(await projectWith(fault).register({}));
    assert.equal(registered.length, 1);
    assert.deepEqual(warnings, [
      'git refused this folder. The versions are registered without a commit. Run `git config`.',
    ]);
    assert.deepEqual(expectOk(await projectWith().register({})).warnings, []);
  });

  it('has a line of the doctor', async () => {
    const linesOf = async (project: ReturnType<typeof projectWith>): Promise<readonly unknown[]> =>
      expectOk(await project.doctor({})).lines.filter(({ code }) => code === 'git');
    assert.deepEqual(await linesOf(projectWith(fault)), [{ area: 'project', state: 'warning', code: 'git', ...fault }]);
    assert.deepEqual(await linesOf(projectWith()), []);
  });

  it('is the reason why a branch is not accepted', () => {
    const told = (branch: string | null, gitFault: GitFault | null): readonly string[] =>
      checkBranch({ environment: { name: 'prod', branches: ['main'] }, branch, gitFault } as unknown as CheckInput).map(
        ({ message, remedy }) => `${message} ${JSON.stringify(remedy)}`,
      );
    assert.match(
      told(null, fault)[0] ?? '',
      /from main only, and the branch is unknown: git refused this folder\. "Run `git/,
    );
    assert.match(told(null, null)[0] ?? '', /no git branch was found here/);
    assert.deepEqual(told('main', fault), []);
  });
});
