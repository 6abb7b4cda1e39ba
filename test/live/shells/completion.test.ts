/** Real shells, at a terminal, complete command lines of `sproc` with the scripts of `sproc completion`. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchProgram } from '../../../scripts/programs/fetch-program';
import { repositoryPath } from '../../../scripts/repository';
import { bundleSproc, runSproc } from '../../support/sproc-process';

interface Shell {
  readonly command: string;
  /** Starts it in a folder that is home and project at once. */
  readonly line: string;
  readonly settings: Readonly<Record<string, string>>;
}

const prompt = 'READY>';
const odd = [
  '$(touch ran)',
  '`touch ran`',
  "it's; touch ran",
  'two words',
  'x"y',
  'dollar$HOME',
  'back\\slash',
  '*',
  'wow!!',
];

const shells: Readonly<Record<string, () => Promise<Shell | string>>> = {
  bash: () =>
    Promise.resolve({
      command: 'bash',
      line: 'bash --noprofile --rcfile .rc -i',
      settings: { '.rc': `PS1='${prompt} '\nbind 'set bell-style none'\nsource <(sproc completion bash)\n` },
    }),
  async zsh() {
    const zsh = await fetchProgram('zsh');
    if (!zsh.ok) return zsh.error;
    const { command, root } = zsh.value;
    const rc = `module_path=(${root}/usr/lib/*-linux-gnu/zsh/*(N))
fpath=(${root}/usr/share/zsh/functions/**/*(/N) ${root}/usr/share/zsh/functions)
PROMPT='${prompt} '
unsetopt beep
autoload -Uz compinit && compinit -u -D
source <(sproc completion zsh)
`;
    return { command, line: `env ZDOTDIR=. ${command} -i`, settings: { '.zshrc': rc } };
  },
  async fish() {
    const fish = await fetchProgram('fish');
    if (!fish.ok) return fish.error;
    const config = `function fish_prompt; echo -n '${prompt} '; end\nset -g fish_greeting\nset -g fish_autosuggestion_enabled 0\nsproc completion fish | source\n`;
    const line = `${fish.value.command} -i`;
    // Without this folder the first start reads all manual pages, in a process that outlives the shell.
    const pages = '.cache/fish/generated_completions/none';
    return { command: fish.value.command, line, settings: { '.config/fish/config.fish': config, [pages]: '' } };
  },
};

for (const [name, find] of Object.entries(shells))
  describe(`completion in ${name}`, function () {
    this.timeout(120_000);
    let shell: Shell;
    let folder = '';

    before(bundleSproc);
    before(async function () {
      const found = await find();
      if (typeof found === 'string') return this.skip();
      shell = found;
    });
    beforeEach(() => {
      folder = realpathSync(mkdtempSync(join(tmpdir(), 'sproc-shell-')));
      const routines = ['place_order', ...odd].map(
        (one) => `CREATE PROCEDURE \`${one.replaceAll('`', '``')}\`() SELECT 1;\n`,
      );
      const dev = { host: '127.0.0.1', user: 'dev', stage: 'DEVELOPMENT' };
      write(
        'sproc.json',
        JSON.stringify({ schema: 'shop', sources: ['sql/*.sql'], environments: { development: dev } }),
      );
      write('sql/all.sql', routines.join(''));
      for (const [file, text] of Object.entries(shell.settings)) write(file, text);
      // Completion is asked of the real command; what is typed in the end is written down instead of run.
      const real = `'${process.execPath}' '${repositoryPath('dist', 'sproc.js')}'`;
      const spy = `'${process.execPath}' -e 'require("fs").writeFileSync("typed.json", JSON.stringify(process.argv.slice(1)))' --`;
      write('bin/sproc', `#!/bin/sh\ncase $1 in complete|completion) exec ${real} "$@" ;; esac\nexec ${spy} "$@"\n`);
      chmodSync(join(folder, 'bin', 'sproc'), 0o755);
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    function write(file: string, text: string): void {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), text);
    }

    /** Returns the words that `sproc` receives when a person types this and Enter. */
    async function type(keys: string): Promise<readonly string[]> {
      rmSync(join(folder, 'typed.json'), { force: true });
      const terminal = spawn('script', ['-qec', shell.line, '/dev/null'], {
        cwd: folder,
        env: {
          PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
          HOME: folder,
          TERM: 'xterm',
          LANG: 'C.UTF-8',
          SHELL: '/bin/sh',
        },
      });
      const ended = once(terminal, 'exit');
      let shown = '';
      const shows = async (isThere: () => boolean): Promise<void> => {
        for (let tries = 0; !isThere(); tries++) {
          if (tries > 600) throw new Error(`The shell shows: ${JSON.stringify(shown)}`);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      };
      terminal.stdout.on('data', (bytes: Buffer) => {
        shown += bytes.toString('utf8');
        // Some shells ask the terminal what it is, and wait.
        if (bytes.includes('\u001b[c') || bytes.includes('\u001b[0c')) terminal.stdin.write('\u001b[?62c');
      });
      try {
        await shows(() => shown.includes(prompt));
        terminal.stdin.write(`${keys}\r`);
        await shows(() => existsSync(join(folder, 'typed.json')));
        await shows(() => readFileSync(join(folder, 'typed.json'), 'utf8').endsWith(']'));
      } finally {
        terminal.stdin.end('exit\r');
        terminal.kill('SIGHUP');
        await ended;
      }
      return JSON.parse(readFileSync(join(folder, 'typed.json'), 'utf8')) as string[];
    }

    it('completes commands, environments, options and routines', async () => {
      assert.deepEqual(await type('sproc preflig\tdeve\tplace_\t'), ['preflight', 'development', 'place_order']);
      assert.deepEqual(await type('sproc deploy development --dry\t'), ['deploy', 'development', '--dry-run']);
    });

    it('completes versions, statuses, registries, sides, and the command of help', async () => {
      const registered = runSproc('register', { folder });
      assert.equal(registered.exit, 0, registered.err);
      assert.deepEqual(await type('sproc mark place_order@1.\tTEST\t'), ['mark', 'place_order@1.0.0', 'TESTING']);
      assert.deepEqual(await type('sproc show place_order@dev\t'), ['show', 'place_order@development']);
      assert.deepEqual(await type('sproc deploy development place_order@\t'), [
        'deploy',
        'development',
        'place_order@1.0.0',
      ]);
      assert.deepEqual(await type('sproc registry co\tfol\tdev\t'), ['registry', 'copy', 'folder', 'development']);
      assert.deepEqual(await type('sproc compare wor\treg\t'), ['compare', 'workspace', 'registry']);
      assert.deepEqual(await type('sproc help preflig\t'), ['help', 'preflight']);
    });

    it('completes files where a command takes them', async () => {
      assert.deepEqual(await type('sproc check sql/al\t'), ['check', 'sql/all.sql']);
    });

    it('quotes names, and runs nothing that is written in one', async () => {
      const starts = {
        '\\$\\(t': odd[0],
        '\\`t': odd[1],
        it: odd[2],
        tw: odd[3],
        x: odd[4],
        dol: odd[5],
        back: odd[6],
      };
      for (const [start, whole] of Object.entries(starts))
        assert.deepEqual(await type(`sproc show ${start}\t`), ['show', whole], start);
      assert.ok(!existsSync(join(folder, 'ran')));
      if (name !== 'bash') return;
      assert.deepEqual(await type("sproc show 'two\t"), ['show', odd[3]]);
      assert.deepEqual(await type('sproc show "two\t'), ['show', odd[3]]);
      assert.deepEqual(await type('sproc show wo\t'), ['show', 'wow!!']);
      // In double quotes bash would put an earlier command in the place of the exclamation marks.
      assert.deepEqual(await type('sproc show "wo\t"'), ['show', 'wo']);
    });
  });
