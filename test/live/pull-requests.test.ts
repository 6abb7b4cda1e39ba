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

/** Returns the lines below `script:` or `after_script:`; a folded line is one. */
function gitlabScripts(section: 'script' | 'after_script'): readonly string[] {
  const [, , lines = ''] = new RegExp(`^( {2})${section}:\\n((?: {4}.*\\n)+)`, 'm').exec(pipelineOf('GitLab CI')) ?? [];
  return lines
    .replaceAll(/^ *#.*\n/gm, '')
    .replaceAll(/>-\n {6}|(?<=\S)\n {6}/g, ' ')
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^ *- +/, ''));
}

const posts = /^ *(?:gh pr comment|curl) .*$/m;

describe('docs/pull-requests.md', () => {
  it('has the lines that the tests below run, and one of each pipeline that posts', () => {
    const counts = [githubScripts(), gitlabScripts('script')].map((scripts) =>
      ['npm install', 'sproc check', 'sproc compare', 'sproc plan', 'gh pr comment'].map(
        (words) => scripts.filter((script) => script.includes(words)).length,
      ),
    );
    assert.deepEqual(counts, [
      [1, 1, 1, 1, 1],
      [1, 1, 1, 1, 0],
    ]);
    assert.equal(gitlabScripts('after_script').filter((script) => posts.test(script)).length, 1);
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

      /** Runs a script as a runner does, in a shell that ends at the first failing line. What would be posted is kept. */
      function run(
        script: string,
        host = `127.0.0.1:${server.port}`,
      ): { readonly isDone: boolean; readonly stderr: string } {
        const { status, stderr } = spawnSync(
          'bash',
          ['-e', '-o', 'pipefail', '-c', script.replace(posts, 'cp plan.md posted.md')],
          {
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
              SPROC_HOST_DEV: host,
            },
          },
        );
        return { isDone: status === 0, stderr };
      }

      /** Runs the steps up to the first that fails, and then what runs in any case; returns the comment. */
      function runPipeline(
        steps: readonly string[],
        always: readonly string[],
        host?: string,
      ): { readonly failed: string | null; readonly comment: string } {
        const failed = steps.find((script) => !run(script, host).isDone) ?? null;
        for (const script of always) {
          const { isDone, stderr } = run(script, host);
          assert.ok(isDone, `${script}\n${stderr}`);
        }
        return { failed, comment: readFileSync(join(clone(), 'posted.md'), 'utf8') };
      }

      const github = (host?: string): ReturnType<typeof runPipeline> => {
        const scripts = githubScripts();
        const isComment = (script: string): boolean => posts.test(script);
        return runPipeline(
          scripts.filter((script) => !isComment(script)),
          scripts.filter(isComment),
          host,
        );
      };
      const gitlab = (host?: string): ReturnType<typeof runPipeline> =>
        runPipeline([gitlabScripts('script').join('\n')], [gitlabScripts('after_script').join('\n')], host);

      it('GitHub Actions', () => {
        const { failed, comment } = github();
        assert.equal(failed, null);
        const summary = readFileSync(join(clone(), 'summary.md'), 'utf8');
        assert.match(summary, /^### Check: /m);
        assert.match(summary, /^### <code>workspace<\/code> compared with <code>dev<\/code>: \d+ differences$/m);
        assert.match(comment, /^### Plan for <code>dev<\/code>: \d\d steps, 0 errors, /);
        assert.match(comment, /<summary>\d+\. create procedure <code>shop\.place_order<\/code>/);
      }).timeout(120_000);

      it('GitLab CI', () => {
        assert.equal(gitlab().failed, null);
        const [check, compare, plan] = ['check.md', 'compare.md', 'posted.md'].map((file) =>
          readFileSync(join(clone(), file), 'utf8'),
        );
        assert.match(check ?? '', /^### Check: /);
        assert.match(compare ?? '', /^### <code>workspace<\/code> compared with /);
        assert.match(plan ?? '', /^### Plan for <code>dev<\/code>: /);
      }).timeout(120_000);

      for (const [name, pipeline] of [
        ['GitHub Actions', github],
        ['GitLab CI', gitlab],
      ] as const) {
        it(`${name} posts what the check found`, () => {
          writeFileSync(join(clone(), 'routines', 'broken.sql'), 'CREATE PROCEDURE broken() SELEC 1;\n');
          const { failed, comment } = pipeline();
          assert.match(failed ?? '', /sproc check/);
          assert.match(comment, /^### Check: 1 error/);
          assert.match(comment, /Unknown statement/);
        }).timeout(120_000);

        it(`${name} posts why there is no plan`, () => {
          const file = join(clone(), 'sproc.json');
          writeFileSync(file, readFileSync(file, 'utf8').replaceAll(`"port": ${server.port}`, '"port": 1'));
          const { failed, comment } = pipeline('127.0.0.1:1');
          assert.match(failed ?? '', /sproc (?:compare|plan)/);
          assert.match(comment, /^### Check: /);
          assert.match(comment, /^ {4}.*ECONNREFUSED|^ {4}.*127\.0\.0\.1:1\b/m);
        }).timeout(120_000);
      }
    },
    { own: {} },
  );
});

/** Packs the built command line as a package that npm installs. */
function packSproc(folder: string): void {
  const content = join(folder, 'package');
  mkdirSync(content);
  // The second one reads columns, which a plan checks.
  for (const file of ['sproc.js', 'sql-parser.js']) copyFileSync(repositoryPath('dist', file), join(content, file));
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
