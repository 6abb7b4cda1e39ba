/** The settings for VS Code name tasks, scripts and a port that exist. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { repositoryPath } from '../../scripts/repository';

interface Task {
  readonly label: string;
  readonly script: string;
  readonly isBackground?: boolean;
  readonly problemMatcher: { readonly background?: Readonly<Record<'beginsPattern' | 'endsPattern', string>> };
}

interface Launch {
  readonly name: string;
  readonly preLaunchTask?: string;
  readonly port?: number;
}

const read = (...file: readonly string[]): string => readFileSync(repositoryPath(...file), 'utf8');
const { tasks } = JSON.parse(read('.vscode', 'tasks.json')) as { readonly tasks: readonly Task[] };
const { configurations, compounds } = JSON.parse(read('.vscode', 'launch.json')) as {
  readonly configurations: readonly Launch[];
  readonly compounds: readonly { readonly configurations: readonly string[] }[];
};
const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

describe('the settings for VS Code', () => {
  it('have tasks that are npm scripts', () => {
    for (const { script } of tasks) assert.ok(script in scripts, script);
  });

  it('start the extension after a task that exists and keeps the bundles fresh', () => {
    const extension = configurations.find(({ name }) => name === 'Run Extension');
    assert.equal(tasks.find(({ label }) => label === extension?.preLaunchTask)?.isBackground, true);
  });

  it('wait for lines that the task prints', () => {
    const build = read('scripts', 'build.mjs');
    const background = tasks.find(({ label }) => label === 'watch')?.problemMatcher.background;
    for (const pattern of [background?.beginsPattern, background?.endsPattern])
      assert.ok(build.includes(`console.log('${pattern?.slice(1) ?? ''}')`), pattern);
  });

  it('put together configurations that exist', () => {
    const names = configurations.map(({ name }) => name);
    for (const one of compounds.flatMap((compound) => compound.configurations)) assert.ok(names.includes(one), one);
  });

  it('attach to the port on which the client starts the language server for a debugger', () => {
    const port = configurations.find(({ name }) => name === 'Attach to Language Server')?.port;
    assert.ok(read('client', 'src', 'workbench', 'language-server.ts').includes(`--inspect=${port ?? ''}'`));
  });
});
