/** The pipelines of docs/pull-requests.md: their lines run in a fresh clone of the example, all but those that post. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { repositoryPath } from '../../scripts/repository';
import { onEachServer } from '../support/live-servers';

const document = readFileSync(repositoryPath('docs', 'pull-requests.md'), 'utf8');

/** Returns the only YAML block below a heading. */
function pipelineOf(heading: string): string {
  const [, below = ''] = document.split(`\n## ${heading}\n`);
  const [, pipeline] = /```yaml\n([^]*?)```/.exec(below) ?? [];
  if (pipeline === undefined) throw new Error(`docs/pull-requests.md has no pipeline below ${heading}.`);
  return pipeline;
}

/** Returns the content of each `run:`, on its line or indented below it. */
function githubScripts(): readonly string[] {
  const found = pipelineOf('GitHub Actions').matchAll(/^( +)(?:- )?run: (?:\|\n((?:\1 +.*\n)+)|(.*)\n)/gm);
  return [...found].map(([, , block, line]) => block ?? line ?? '');
}

function gitlabScripts(): readonly string[] {
  const [, lines = ''] = /^ {2}script:\n((?: {4}- .*\n)+)/m.exec(pipelineOf('GitLab CI')) ?? [];
  return lines
    .trim()
    .split('\n')
    .map((line) => line.replace(/^ *- /, ''));
}

describe('docs/pull-requests.md', () => {
  it('has the lines that the tests below run, and one of each pipeline that posts', () => {
    const counts = [githubScripts(), gitlabScripts()].map((scripts) =>
      ['npm install', 'sproc check', 'sproc compare', 'sproc plan', 'gh pr comment'].map(
        (words) => scripts.filter((script) => script.includes(words)).length,
      ),
    );
    assert.deepEqual(counts, [
      [1, 1, 1, 1, 1],
      [1, 1, 1, 1, 0],
    ]);
    assert.match(pipelineOf('GitLab CI'), /after_script:\n {4}- >-\n {6}curl /);
  });

  onEachServer(
    (server) => {
      let folder = '';
      const clone = (): string => join(folder, 'clone');
      before(async () => {
        folder = mkdtempSync(join(tmpdir(), 'pull-request-'));
        packSproc(folder);
        makeRepository(join(folder, 'shop'), server.flavor, server.port);
        const connection = await server.connect({ multipleStatements: true });
        const schema = repositoryPath('examples', 'shop', 'schema');
        for (const script of readdirSync(schema).sort())
          await connection.query(readFileSync(join(schema, script), 'utf8'));
      });
      after(() => rmSync(folder, { recursive: true, force: true }));
      beforeEach(() => {
        rmSync(clone(), { recursive: true, force: true });
        execFileSync('git', ['clone', '--quiet', join(folder, 'shop'), clone()]);
      });

      /** Runs scripts as a runner does: one shell for each, which ends at the first failing line. */
      function runAll(scripts: readonly string[]): void {
        for (const script of scripts.filter((each) => !/gh pr comment|curl/.test(each))) {
          const { status, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
            cwd: clone(),
            encoding: 'utf8',
            env: {
              PATH: [join(folder, 'node/bin'), process.env['PATH']].join(delimiter),
              HOME: folder,
              CI: 'true',
              NPM_CONFIG_PREFIX: join(folder, 'node'),
              GITHUB_STEP_SUMMARY: join(clone(), 'summary.md'),
              SPROC_PACKAGE: join(folder, 'sproc-1.0.0.tgz'),
              SPROC_PASSWORD_DEV: '',
              SPROC_HOST_DEV: `127.0.0.1:${server.port}`,
            },
          });
          assert.equal(status, 0, `${script}\n${stderr}`);
        }
      }

      it('GitHub Actions', () => {
        runAll(githubScripts());
        const summary = readFileSync(join(clone(), 'summary.md'), 'utf8');
        assert.match(summary, /^### Check: /m);
        assert.match(summary, /^### <code>workspace<\/code> compared with <code>dev<\/code>: \d+ differences$/m);
        const plan = readFileSync(join(clone(), 'plan.md'), 'utf8');
        assert.match(plan, /^### Plan for <code>dev<\/code>: \d\d steps, 0 errors, /);
        assert.match(plan, /<summary>\d+\. create procedure <code>shop\.place_order<\/code>/);
      }).timeout(120_000);

      it('GitLab CI', () => {
        runAll(gitlabScripts());
        const [check, compare, plan] = ['check.md', 'compare.md', 'plan.md'].map((file) =>
          readFileSync(join(clone(), file), 'utf8'),
        );
        assert.match(check ?? '', /^### Check: /);
        assert.match(compare ?? '', /^### <code>workspace<\/code> compared with /);
        assert.match(plan ?? '', /^### Plan for <code>dev<\/code>: /);
      }).timeout(120_000);
    },
    { own: {} },
  );
});

/** Packs the built command line as a package that npm installs. */
function packSproc(folder: string): void {
  const content = join(folder, 'package');
  mkdirSync(content);
  copyFileSync(repositoryPath('dist', 'sproc.js'), join(content, 'sproc.js'));
  writeFileSync(
    join(content, 'package.json'),
    JSON.stringify({ name: 'sproc', version: '1.0.0', bin: { sproc: 'sproc.js' } }),
  );
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: content });
}

function makeRepository(path: string, flavor: string, port: number): void {
  cpSync(repositoryPath('examples', 'shop'), path, { recursive: true });
  const file = join(path, 'sproc.json');
  const project = readFileSync(file, 'utf8').replace('"sources"', `"dialect": "${flavor}", "sources"`);
  writeFileSync(file, project.replace(/"port": \d+/g, `"port": ${port}`).replaceAll('"deployer"', '"root"'));
  const git = (...words: readonly string[]) => execFileSync('git', words, { cwd: path, stdio: 'ignore' });
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--message', 'Add the shop');
}
