/** `sproc doctor`: with a project, without one, with a broken one, and as a report for strangers. */
import assert from 'node:assert/strict';
import type { DoctorAnswer, DoctorLine, DoctorRequest } from '#engine';
import { fail, succeed } from '../../engine/src/base/result';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { bindUseCases } from '../../engine/src/use-cases/bind-use-cases';
import { Project } from '../../engine/src/use-cases/shared/project';
import { fixedProvenance, memorySecrets, memorySourceTree } from '../support/memory-project';
import { memoryRegistry } from '../support/memory-registry';
import { run } from '../../cli/src/run';
import { memoryHost } from '../support/memory-host';
import { checkRun, runJson } from './check-run';

const settings = `{ "sources": ["*.sql"], "schema": "shop", "environments": {
  "dev": { "host": "secret-host", "user": "u", "stage": "DEVELOPMENT" } } }`;

/** Opens the real use cases without a reachable server. */
function projectOf(files: Readonly<Record<string, string | null>>, registry = memoryRegistry()) {
  const { value: config } = parseProjectFile(settings);
  assert.ok(config);
  const texts = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, text ?? '']));
  const tree = { ...memorySourceTree(texts), read: (file: string) => Promise.resolve(files[file] ?? null) };
  const refused = { kind: 'unreachable', message: 'secret-host does not answer.', remedy: 'Start it.' } as const;
  return bindUseCases(
    new Project(config, {
      ...{ tree, secrets: memorySecrets(), provenance: fixedProvenance(), registry },
      connect: () => Promise.resolve(fail(refused)),
      openRegistry: () => registry,
    }),
  );
}

const ok: DoctorLine = { area: 'sources', state: 'ok', code: 'sources', message: 'Source files: 1.', remedy: null };
const answering = (...lines: readonly DoctorLine[]) => ({ doctor: () => Promise.resolve(succeed({ lines })) });

describe('sproc doctor', () => {
  it('looks at everything, and goes on where a server does not answer', () =>
    checkRun('doctor', {
      files: { 'sproc.json': settings },
      sproc: projectOf({ 'a.sql': 'CREATE PROCEDURE p() SELECT 1;' }),
      exit: 1,
      out: `
        Installation
          ok       Sproc 1.2.3, Node.js 22.1.0, linux x64.  installation

        Project
          ok       sproc.json is valid. Environments: 1. Registry: in a folder.  project

        Sources
          ok       Source files: 1. Routines: 1.  sources

        Registry
          ok       Registered versions: 0, of routines: 0.  registry

        Environment dev, secret-host:3306/shop
          problem  secret-host does not answer.  unreachable
                   Start it.

        1 problem, 0 warnings, 0 unknown`,
    }));

  it('says that there is no project', () =>
    checkRun('doctor', {
      exit: 1,
      out: `
        Installation
          ok       Sproc 1.2.3, Node.js 22.1.0, linux x64.  installation

        Project
          problem  There is no sproc.json in /project.  no-project
                   Create one with \`sproc init\`, or name the folder with --project DIR.

        1 problem, 0 warnings, 0 unknown`,
    }));

  it('lists the mistakes of the project file, and no names of them in a bundle', async () => {
    const files = { 'sproc.json': '{\n  "customer": 1,\n  "sources": 2\n}' };
    const { exit, answer } = await runJson('doctor --json', { files });
    const { lines } = answer as DoctorAnswer;
    assert.equal(exit, 1);
    assert.match(lines.map(({ message }) => message).join('\n'), /sproc\.json:2: .*customer[^]*sproc\.json:3: /);
    const host = await checkBundle({ files });
    assert.match(host, /sproc\.json has a mistake in line 2\.[^]*in line 3\./);
    assert.doesNotMatch(host, /customer/);
  });

  it('names sources that cannot be read, are not UTF-8 or define a routine twice', async () => {
    const text = 'CREATE PROCEDURE p() SELECT 1;';
    const { answer } = await runJson('doctor --json', {
      files: { 'sproc.json': settings },
      sproc: projectOf({ 'a.sql': text, 'b.sql': text, 'c.sql': null, 'd.sql': '-- \udc80' }),
    });
    const found = (answer as DoctorAnswer).lines.filter(({ area, state }) => area === 'sources' && state !== 'ok');
    assert.deepEqual(
      found.map(({ state, code, message }) => `${state} ${code}: ${message}`),
      [
        'problem unreadable-file: Source files that cannot be read: c.sql.',
        'warning broken-encoding: Source files with bytes that are not UTF-8: d.sql.',
        'warning duplicate-routine: Routines that several files define: 1.',
      ],
    );
  });

  it('says what is wrong with the registry, and still looks at the rest', async () => {
    const damaged = { kind: 'bad-input', message: '1.0.0.json is damaged.' } as const;
    const registry = { ...memoryRegistry(), list: () => Promise.resolve(fail(damaged)) };
    const files = { 'a.sql': '', '.sproc/pending.json': '', '.sproc/lock/x': '', '.sproc/lock': '' };
    const { answer } = await runJson('doctor --json', {
      files: { 'sproc.json': settings },
      sproc: projectOf(files, registry),
    });
    assert.deepEqual(
      (answer as DoctorAnswer).lines.filter(({ state }) => state !== 'ok').map(({ code }) => code),
      ['registry-damaged', 'registry-locked', 'registry-pending', 'unreachable'],
    );
  });

  it('exits 0 with warnings, and 2 where something could not be looked at', async () => {
    const files = { 'sproc.json': settings };
    const warning: DoctorLine = { ...ok, state: 'warning' };
    const unknown: DoctorLine = { ...ok, state: 'unknown' };
    const exitOf = async (...lines: readonly DoctorLine[]) =>
      (await runJson('doctor --json', { files, sproc: answering(...lines) })).exit;
    assert.deepEqual([await exitOf(ok, warning), await exitOf(ok, unknown)], [0, 2]);
    assert.equal(await exitOf(unknown, { ...ok, state: 'problem' }), 1);
  });

  it('asks for what the words say', async () => {
    const asked: DoctorRequest[] = [];
    const doctor = (request: DoctorRequest) => {
      asked.push(request);
      return Promise.resolve(succeed({ lines: [] }));
    };
    const files = { 'sproc.json': settings };
    await runJson('doctor dev --json', { files, sproc: { doctor } });
    await runJson('doctor --bundle b.md --json', { files, sproc: { doctor } });
    assert.deepEqual(asked, [
      { environments: ['dev'], anonymous: false },
      { environments: [], anonymous: true },
    ]);
  });

  it('refuses an environment that the project does not have', () =>
    checkRun('doctor prod', {
      files: { 'sproc.json': settings },
      sproc: projectOf({}),
      exit: 2,
      err: "error: sproc.json has no environment 'prod'.\n  Known environments: dev.",
    }));

  it('writes no bundle over a file', async () => {
    const host = await checkRun('doctor --bundle a.sql', {
      files: { 'a.sql': 'SELECT 1' },
      exit: 2,
      err: 'error: The bundle a.sql was not written: it already exists.\n  Name another file with --bundle FILE.',
    });
    assert.equal(host.files.get('a.sql'), 'SELECT 1');
  });

  it('writes a bundle that holds what is printed, without names', async () => {
    const bundle = await checkBundle({
      files: { 'sproc.json': settings },
      sproc: projectOf({ 'customers.sql': null }),
    });
    assert.match(bundle, /Environment environment-1, host-1\/schema-1\n {2}problem {2}Failed: unreachable\./);
    assert.match(bundle, /cannot be read: file-1\./);
    assert.doesNotMatch(bundle, /secret-host|shop|\bdev\b|customers|\/project/);
  });
});

/** Returns the text of the bundle, which contains everything that was printed. */
async function checkBundle(options: Parameters<typeof runJson>[1]): Promise<string> {
  const host = memoryHost(options);
  assert.equal(await run(['doctor', '--bundle', 'report.md'], host), 1);
  const bundle = host.files.get('report.md') ?? '';
  assert.ok(bundle.includes(host.out()), bundle);
  assert.match(host.err(), /^Written to report\.md: /);
  return bundle;
}
