/** The workflow of the continuous integration runs what a person runs: .ci/run on Debian, and scripts that exist elsewhere. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { repositoryPath } from '../../scripts/repository';

interface Job {
  readonly container?: string;
  readonly strategy?: { readonly matrix: { readonly os: readonly string[] } };
  readonly steps: readonly { readonly run?: string; readonly with?: Readonly<Record<string, unknown>> }[];
}

interface Workflow {
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
}

const read = (file: string): string => readFileSync(repositoryPath(file), 'utf8');
const { jobs } = parse(read('.github/workflows/ci.yml')) as Workflow;
const { scripts, engines } = JSON.parse(read('package.json')) as Manifest;
const linesOf = (job: string): readonly string[] => jobs[job]?.steps.flatMap(({ run }) => run?.trim() ?? []) ?? [];
/** The commands of the whole check, without its settings. */
const check = read('.ci/run')
  .split('\n')
  .filter((line) => /^npm /.test(line));

describe('the workflow of the continuous integration', () => {
  it('has a job for Debian that runs .ci/run and nothing else', () => assert.deepEqual(linesOf('debian'), ['.ci/run']));

  it('finds .ci/run ready to be run', () => {
    const listed = execFileSync('git', ['ls-files', '--stage', '.ci/run'], { cwd: repositoryPath(), encoding: 'utf8' });
    assert.match(listed, /^100755 /);
  });

  it('checks all of it there: packages, verify, and the tests', () =>
    assert.deepEqual(check, ['npm ci --ignore-scripts', 'npm run verify', 'npm --silent test']));

  it('runs types, lint and unit tests on Windows and macOS', () => {
    assert.deepEqual(jobs['others']?.strategy?.matrix.os, ['windows-latest', 'macos-latest']);
    assert.deepEqual(linesOf('others'), [
      'npm ci --ignore-scripts',
      'npm run typecheck',
      'npm run lint',
      'npm run test:unit',
    ]);
  });

  it('runs scripts that exist', () => {
    const named = [...check, ...linesOf('others')].flatMap((line) => /^npm run (\S+)/.exec(line)?.[1] ?? []);
    assert.ok(named.length > 0);
    for (const name of named) assert.ok(name in scripts, name);
  });

  it('takes the oldest Node.js that is promised', () => {
    const oldest = /^>=(\d+)\./.exec(engines['node'] ?? '')?.[1];
    assert.equal(read('.nvmrc').trim(), oldest);
    assert.match(jobs['debian']?.container ?? '', new RegExp(`^node:${oldest}-`));
    const file = jobs['others']?.steps.flatMap((step) => step.with?.['node-version-file'] ?? []);
    assert.deepEqual(file, ['.nvmrc']);
  });
});
