/** The first five minutes of the README: its lines run in an empty folder, against a server that is just as empty. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { repositoryPath } from '../../../scripts/repository';
import { onEachServer } from '../../support/live-servers';

interface Block {
  readonly language: string;
  readonly text: string;
}

/** Returns the blocks of the section that people run: all but the one that starts the server, and the demos. */
function readBlocks(): readonly Block[] {
  const readme = readFileSync(repositoryPath('README.md'), 'utf8');
  const [section = ''] = readme.split('\n## The first five minutes\n')[1]?.split('\nThere is also a demo') ?? [];
  return [...section.matchAll(/```(\w+)\n([^]*?)```/g)].map(([, language = '', text = '']) => ({ language, text }));
}

describe('the first five minutes of the README', () => {
  it('are three scripts and a project file', () =>
    assert.deepEqual(
      readBlocks().map(({ language }) => language),
      ['sh', 'json', 'sh', 'sh'],
    ));

  onEachServer(
    (server) => {
      let folder = '';
      before(async () => {
        folder = mkdtempSync(join(tmpdir(), 'readme-'));
        mkdirSync(join(folder, 'bin'));
        mkdirSync(join(folder, 'project'));
        const program = `#!/bin/sh\nexec "${process.execPath}" "${repositoryPath('dist', 'sproc.js')}" "$@"\n`;
        writeFileSync(join(folder, 'bin', 'sproc'), program, { mode: 0o755 });
        await server.run('CREATE DATABASE shop');
      });
      after(() => rmSync(folder, { recursive: true, force: true }));

      it('work as they are written', () => {
        const printed = readBlocks().map((block) => follow(block));
        assert.match(printed.join(''), /Wrote .*sproc\.json/);
        assert.match(printed.join(''), /^shop\.greet +procedure +1\.0\.0 +1\.0\.0 +1\.0\.0 in sync$/m);
        assert.match(printed.join(''), /^\+ .*Hello/m);
        assert.match(printed.join(''), /3 deployments/);
      });

      it('end with the version that ran first', async () => {
        const connection = await server.connect({ database: 'shop' });
        const [rows] = await connection.query("CALL greet('Ann')");
        assert.match(JSON.stringify(rows), /Hello Ann/);
      });

      /**
       * Runs a block as a person does: a script in a shell that ends at the first failing line; a JSON block as the
       * file.
       */
      function follow({ language, text }: Block): string {
        const project = join(folder, 'project');
        if (language === 'json') {
          const here = text.replace('"port": 3306', `"port": ${server.port}`).replace('"mysql"', `"${server.flavor}"`);
          writeFileSync(join(project, 'sproc.json'), here);
          return '';
        }
        const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', text], {
          cwd: project,
          encoding: 'utf8',
          env: { PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter), HOME: folder },
        });
        assert.equal(status, 0, `${text}${stdout}${stderr}`);
        return stdout;
      }
    },
    { own: {} },
  );
});
