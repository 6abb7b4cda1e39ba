/** The layers of tests, from the quickest to the one that is most like a person, and what each of them needs. */
import { findVsCode } from '../vscode/vscode-program';
import { eventReporter } from './test-events';

export interface Layer {
  readonly name: string;
  readonly about: string;
  /** The arguments to Node. */
  readonly command: readonly string[];
  /** An npm script that makes what the tests try. */
  readonly product?: string;
  /** True if it needs the real servers; otherwise its tests are given the reason why there is none. */
  readonly servers: boolean;
  /** The minutes after which it is ended and has failed. */
  readonly minutes: number;
  /** Returns why it cannot run on this machine; undefined if it can. */
  missing(): Promise<string | undefined>;
}

const nothing = (): Promise<undefined> => Promise.resolve(undefined);
const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', eventReporter];
const detailed = [...mocha, '--no-config', '--require', 'tsx/cjs', '--reporter-option', 'style=spec'];

export const layers: readonly Layer[] = [
  {
    name: 'units',
    about: 'the houses by themselves, without network or servers',
    command: [...mocha, '--reporter-option', 'style=dot'],
    servers: false,
    minutes: 10,
    missing: nothing,
  },
  {
    name: 'properties',
    about: 'the same, with all that is random, damaged, huge or cut anywhere, and every message in its golden file',
    command: [...detailed, '--timeout', '30000', 'test/**/*.property.test.ts', 'test/layout/messages.test.ts'],
    servers: false,
    minutes: 10,
    missing: nothing,
  },
  {
    name: 'processes',
    about: 'disk, git and the command line as real processes, without servers',
    // Most of the time is waited for processes.
    command: [...detailed, '--timeout', '60000', '--parallel', '--jobs', '2', 'test/processes/**/*.test.ts'],
    servers: false,
    minutes: 10,
    missing: nothing,
  },
  {
    name: 'live',
    about: 'the engine and the command line on real servers',
    command: [...detailed, '--timeout', '60000', 'test/live/**/*.test.ts'],
    product: 'build',
    servers: true,
    minutes: 55,
    missing: nothing,
  },
  {
    name: 'package',
    about: 'what the packages hold, and the command line installed from its own',
    command: [...detailed, '--timeout', '60000', 'test/package/**/*.test.ts'],
    product: 'package',
    servers: true,
    minutes: 10,
    missing: nothing,
  },
  {
    name: 'vscode',
    about: "the extension in VS Code's extension host",
    command: ['--require', 'tsx/cjs', 'test/vscode/run.ts'],
    product: 'package',
    servers: true,
    minutes: 20,
    missing: reasonAgainstVsCode,
  },
  {
    name: 'ui',
    about: 'the packed extension, as a person uses it',
    command: [...detailed, '--timeout', '120000', 'test/ui/**/*.test.ts'],
    product: 'package',
    servers: true,
    minutes: 20,
    missing: reasonAgainstVsCode,
  },
];

async function reasonAgainstVsCode(): Promise<string | undefined> {
  const program = await findVsCode('newest');
  return program.ok ? undefined : program.error;
}
