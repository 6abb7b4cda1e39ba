/** A real Neovim, configured as in docs/editors.md, works in a project through `sproc language-server`. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchProgram, type FetchedProgram } from '../../../scripts/programs/fetch-program';
import { repositoryPath } from '../../../scripts/repository';

interface Seen {
  readonly diagnosed: boolean;
  readonly diagnostics: readonly { readonly code: string; readonly line: number; readonly message: string }[];
  readonly moved: boolean;
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

const configurations = [
  ...readFileSync(repositoryPath('docs', 'editors.md'), 'utf8').matchAll(/```lua\n(.*?)```/gs),
].map(([, text = '']) => text);

describe('Neovim', function () {
  this.timeout(300_000);
  let neovim: FetchedProgram;
  let folder = '';

  before(async function () {
    const fetched = await fetchProgram('neovim');
    if (!fetched.ok) return this.skip();
    neovim = fetched.value;
  });
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'sproc-neovim-')));
    mkdirSync(join(folder, 'shop', 'sql (new)'), { recursive: true });
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'shop', 'sproc.json'), '{ "schema": "shop", "sources": ["**/*.sql"] }');
    const caller = 'CREATE PROCEDURE caller()\nCALL callee();\n\nCREATE PROCEDURE other()\nCALL nobody_wrote_this();\n';
    writeFileSync(join(folder, 'shop', 'sql (new)', "it's 100%.sql"), caller);
    writeFileSync(join(folder, 'shop', 'callee.sql'), '\n\nCREATE PROCEDURE callee() SELECT 1;\n');
    const command = join(folder, 'bin', 'sproc');
    writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${repositoryPath('dist', 'sproc.js')}' "$@"\n`);
    chmodSync(command, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function drive(configuration: string): Seen {
    const seen = join(folder, 'seen.json');
    writeFileSync(join(folder, 'init.lua'), configuration);
    const driver = repositoryPath('test', 'live', 'editors', 'drive-neovim.lua');
    const words = ['--headless', '-n', '-i', 'NONE', '-u', join(folder, 'init.lua'), `+luafile ${driver}`];
    const { stderr } = spawnSync(neovim.command, [...words, join('sql (new)', "it's 100%.sql")], {
      cwd: join(folder, 'shop'),
      env: {
        PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
        HOME: folder,
        SPROC_SEEN: seen,
        TERM: 'dumb',
      },
      encoding: 'utf8',
      timeout: 120_000,
    });
    try {
      return JSON.parse(readFileSync(seen, 'utf8')) as Seen;
    } catch {
      throw new Error(`Neovim saw nothing: ${stderr}`);
    }
  }

  for (const [i, version] of ['0.11 and later', '0.8 to 0.10'].entries())
    it(`shows a missing routine and goes to a definition, configured as for ${version}`, () => {
      const { diagnostics, file, line, name } = drive(configurations[i] ?? '');
      assert.equal(name, 'Sproc');
      assert.deepEqual(
        diagnostics.filter(({ code }) => code === 'missing-routine').map((one) => one.line),
        [5],
        JSON.stringify(diagnostics),
      );
      assert.deepEqual([file, line], [join(folder, 'shop', 'callee.sql'), 3]);
    });
});
