/** The project file: what it means, and every mistake at once with its place and its remedy. */
import assert from 'node:assert/strict';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { printPath } from '../../engine/src/project/project-mistake';

/** Compares the mistakes; each expected line is `line severity path: message`. */
function checkMistakes(text: string, ...expected: readonly string[]): void {
  const { value, mistakes } = parseProjectFile(text);
  const found = mistakes.map((m) => `${m.line} ${m.severity} ${printPath(m.path)}: ${m.message}`);
  assert.deepEqual(found, expected);
  assert.equal(
    value === null,
    mistakes.some(({ severity }) => severity === 'error'),
  );
}

function environment(entries: string): string {
  return `{ "schema": "shop", "environments": { "dev": {\n"stage": "DEVELOPMENT", "user": "dev", ${entries} } } }`;
}

describe('parseProjectFile: the place of a mistake', () => {
  const project = (entries: string): string => `{ "environments": { ${entries} } }`;
  for (const [what, text, place] of [
    ['an unknown key', '{ "enviroments": { "dev": {} } }', '"enviroments"'],
    ['an unknown key in an environment', project('"dev": { "stage": "TESTING", "hots": "db" }'), '"hots"'],
    ['a bad name', project('"d v": { "stage": "TESTING" }'), '"d v"'],
    ['a bad value', project('"dev": { "stage": "TEST" }'), '"TEST"'],
    ['a missing key', project('"dev": { "host": "db" }'), '{ "host": "db" }'],
  ] as const)
    it(`is ${place} for ${what}`, () => {
      const marked = parseProjectFile(text).mistakes.map(({ span }) => text.slice(span.start, span.end));
      assert.ok(marked.includes(place), marked.join(', '));
    });
});

describe('parseProjectFile: what a file means', () => {
  it('fills in the defaults of an empty object', () => {
    const { value, mistakes } = parseProjectFile('{}');
    assert.deepEqual(mistakes, []);
    assert.ok(value);
    assert.deepEqual(
      { ...value, environments: { ...value.environments }, rules: { ...value.rules } },
      {
        dialect: 'mysql',
        serverVersion: 90700,
        sources: ['**/*.sql'],
        schema: null,
        sqlMode: [],
        prefer: [],
        registry: { kind: 'folder', folder: '.sproc' },
        retiredFor: null,
        environments: {},
        rules: {},
      },
    );
  });

  it('reads comments, trailing commas and a byte order mark', () => {
    const { value } = parseProjectFile(
      '\uFEFF// ours\n{ "dialect": "mariadb", /* old */ "serverVersion": "10.11.18", }',
    );
    assert.equal(value?.dialect, 'mariadb');
    assert.equal(value.serverVersion, 101118);
  });

  it('lets targets take from their environment what they leave out', () => {
    const { value } = parseProjectFile(`{ "environments": { "prod": {
      "stage": "PRODUCTION", "protected": true, "user": "deployer", "tls": "required", "port": 3307, "schema": "shop",
      "serverPublicKey": "key.pem",
      "targets": [ { "host": "db1" }, { "host": "db2", "port": 3308, "schema": "shop_2", "tls": "verify", "ca": "ca.pem" } ]
    } } }`);
    const shared = { socket: null, user: 'deployer', serverPublicKey: 'key.pem' };
    assert.deepEqual(value?.environments['prod']?.targets, [
      { ...shared, host: 'db1', port: 3307, schema: 'shop', tls: 'required', ca: null },
      { ...shared, host: 'db2', port: 3308, schema: 'shop_2', tls: 'verify', ca: 'ca.pem' },
    ]);
  });

  it('takes the schema of the project where an environment names none', () => {
    const { value } = parseProjectFile(environment('"socket": "/run/mysqld.sock"'));
    assert.equal(value?.environments['dev']?.targets[0]?.schema, 'shop');
    assert.equal(value.environments['dev'].targets[0].socket, '/run/mysqld.sock');
  });

  it('spells out sql_mode, from a text or a list', () => {
    const { value } = parseProjectFile('{ "sqlMode": "ansi_quotes,STRICT_ALL_TABLES" }');
    assert.deepEqual(value?.sqlMode, ['ANSI_QUOTES', 'STRICT_ALL_TABLES']);
    const listed = parseProjectFile(environment('"host": "h", "sqlMode": ["no_backslash_escapes"]')).value;
    assert.deepEqual(listed?.environments['dev']?.sqlMode, ['NO_BACKSLASH_ESCAPES']);
  });

  it('keeps everything unless told otherwise, and takes an environment’s retention key by key', () => {
    const dev = environment('"host": "db", "retention": { "days": 30 }');
    assert.deepEqual(parseProjectFile(environment('"host": "db"')).value?.environments['dev']?.retention, {
      days: null,
      deployments: 20,
    });
    const retention = '"retention": { "days": 365, "deployments": 5, "retired": 90 }';
    const { value } = parseProjectFile(dev.replace('{', `{ ${retention},`));
    assert.deepEqual(value?.environments['dev']?.retention, { days: 30, deployments: 5 });
    assert.equal(value.retiredFor, 90);
  });

  it('finds no environment under a name that every object has', () => {
    const { value } = parseProjectFile('{}');
    assert.equal(value?.environments['constructor'], undefined);
  });
});

describe('parseProjectFile: mistakes', () => {
  it('tells all of them at once, each with its line', () =>
    checkMistakes(
      `{
  "dialect": "mysqll",
  "enviroments": {},
  "environments": {
    "dev": {
      "host": "db", "socket": "/s", "user": "dev", "schema": "shop",
      "port": 70000, "stage": "PROD"
    },
    "qa": { "user": 5, "stage": "TESTING", "prefix": "q-a" }
  }
}`,
      "2 error dialect: 'dialect' must be one of mysql, mariadb: did you mean 'mysql'?",
      "3 error enviroments: Unknown key 'enviroments': did you mean 'environments'?",
      "6 error environments.dev.socket: 'environments.dev' has both 'host' and 'socket'. Keep one.",
      "7 error environments.dev.port: 'environments.dev.port' must be between 1 and 65535.",
      "7 error environments.dev.stage: 'environments.dev.stage' must be one of DEVELOPMENT, TESTING, PRODUCTION: did you mean 'PRODUCTION'?",
      "9 error environments.qa.user: 'environments.qa.user' must be a string in double quotes, not a number.",
      "9 error environments.qa.prefix: 'environments.qa.prefix' can contain only letters, digits, _ and $, so that prefixed names need no quotes.",
    ));

  it('tells what an environment lacks', () =>
    checkMistakes(
      '{ "environments": { "dev": {} } }',
      "1 error environments.dev: 'environments.dev' needs a 'stage': DEVELOPMENT, TESTING or PRODUCTION.",
      "1 error environments.dev: 'environments.dev' has no server. Add a 'host' or a 'socket'.",
      "1 error environments.dev: 'environments.dev' needs a 'user' to log in with.",
      "1 error environments.dev: 'environments.dev' needs a 'schema', unless the project has one for all.",
    ));

  it('tells patterns that could take for ever to match', () => {
    checkMistakes(
      '{ "sources": ["sql/*a*a*a*a*a.sql",\n"**/a/**/b/**/c/**/d/**/*.sql",\n"sql/+(a|aa).sql"],\n"duplicates": { "prefer": ["*a*b*c*d*"] } }',
      "1 error sources[0]: 'sources[0]' has more than 4 '*' in one part, which can be extremely slow to match. Use fewer.",
      "2 error sources[1]: 'sources[1]' has more than 4 parts '**', which can be extremely slow to match. Use fewer.",
      "3 error sources[2]: 'sources[2]' has a group in parentheses, which can be extremely slow to match. Use {a,b} instead.",
      "4 error duplicates.prefer[0]: 'duplicates.prefer[0]' has more than 4 '*' in one part, which can be extremely slow to match. Use fewer.",
    );
    checkMistakes('{ "sources": ["**/{v1,v2}/**/*_*_*.sql", "!old \\\\(1\\\\)/**", "[a-z]*/?.sql"] }');
  });

  it('tells patterns whose folders are parted as on Windows', () => {
    const message = (name: string) => `'${name}' uses '\\', which does not separate folders in a pattern. Use '/'.`;
    checkMistakes(
      '{ "sources": ["sql\\\\procedures/*.sql",\r\n"sql\\\\*.sql", "sql\\\\**/a.sql"],\r\n"duplicates": { "prefer": ["a\\\\b.sql"] } }',
      `1 error sources[0]: ${message('sources[0]')}`,
      `2 error sources[1]: ${message('sources[1]')}`,
      `2 error sources[2]: ${message('sources[2]')}`,
      `3 error duplicates.prefer[0]: ${message('duplicates.prefer[0]')}`,
    );
    checkMistakes('{ "sources": ["a\\\\[1\\\\]\\\\{b\\\\}/*.sql"] }');
  });

  it('tells a folder of the registry that Windows cannot have', () => {
    for (const part of ['aux', 'COM¹.x', 'ends.', 'a:b'])
      checkMistakes(
        `{ "registry": { "folder": "db/${part}/x" } }`,
        `1 warning registry.folder: 'registry.folder' has the part '${part}', which Windows cannot have as a folder. Use another name.`,
      );
    checkMistakes('{ "registry": { "folder": "./db\\\\.registry" } }');
  });

  it('tells broken JSON', () =>
    checkMistakes(
      '{\n  "schema" "shop",\n  "sources": ["a.sql"\n}',
      '2 error : Expected a colon between the key and its value.',
      '4 error : Expected a comma before the next entry.',
      '4 error : Missing closing bracket ].',
    ));

  it('tells an empty file, and one that is no object', () => {
    checkMistakes('  \n', '1 error : The file is empty. Start with {}.');
    checkMistakes('[1]', '1 error : The file must be an object { … }, not a list.');
  });

  it('tells a key that is written twice', () =>
    checkMistakes(
      '{ "schema": "a",\n"schema": "b", "rules": { "call-cycle": "off", "call-cycle": "error" } }',
      "2 error : Duplicate key 'schema'. Keep one.",
      "2 error : Duplicate key 'rules.call-cycle'. Keep one.",
    ));

  it('tells names that cannot be', () =>
    checkMistakes(
      '{ "environments": { "a b": { "stage": "TESTING", "host": "h", "user": "u", "schema": "s" },\n"workspace": { "stage": "TESTING", "host": "h", "user": "u", "schema": "s" } } }',
      "1 error environments.a b: The environment name 'a b' can contain only letters, digits, _ and -.",
      "2 error environments.workspace: An environment cannot be named 'workspace', a reserved word of comparisons. Choose another name.",
    ));

  it('tells paths that lead out of the project', () =>
    checkMistakes(
      '{ "sources": ["../*.sql", "C:\\\\x"], "registry": { "folder": "/tmp/r" } }',
      "1 error sources[0]: 'sources[0]' leads out of the project. Use a path below the folder of this file.",
      "1 error sources[1]: 'sources[1]' leads out of the project. Use a path below the folder of this file.",
      "1 error sources[1]: 'sources[1]' uses '\\', which does not separate folders in a pattern. Use '/'.",
      "1 error registry.folder: 'registry.folder' leads out of the project. Use a folder below this file, such as '.sproc'.",
    ));

  it('tells patterns of applications that lead out of the project, or take forever', () =>
    checkMistakes(
      '{ "applications": ["../app/**", "src/*a*a*a*a*a*"] }',
      "1 error applications[0]: 'applications[0]' leads out of the project. Use a path below the folder of this file.",
      "1 error applications[1]: 'applications[1]' has more than 4 '*' in one part, which can be extremely slow to match. Use fewer.",
    ));

  it('never counts the registry among the applications', () => {
    const { value } = parseProjectFile('{ "applications": ["**/*"], "registry": { "folder": "versions" } }');
    assert.deepEqual(value?.applications, ['**/*', '!versions/routines/**']);
    assert.equal(parseProjectFile('{}').value?.applications, undefined);
  });

  it('tells a registry that is in two places, or nowhere', () => {
    const dev = '"environments": { "dev": { "stage": "TESTING", "host": "h", "user": "u", "schema": "s" } }';
    checkMistakes(
      `{ ${dev},\n"registry": { "folder": ".sproc", "environment": "prod" } }`,
      "2 error registry.folder: 'registry' has both 'folder' and 'environment'. Keep one.",
      "2 error registry.environment: 'registry.environment' is not an environment of this file. Known environments: dev.",
    );
    checkMistakes(
      '{ "registry": { "schema": "r" } }',
      "1 error registry.schema: 'registry.schema' needs 'registry.environment', which names its server.",
    );
    const { value } = parseProjectFile(`{ ${dev}, "registry": { "environment": "dev" } }`);
    assert.deepEqual(value?.registry, { kind: 'server', environment: 'dev', schema: 'sproc_registry' });
  });

  it('names a former name that an environment has now', () => {
    checkMistakes(
      environment('"host": "db", "formerly": ["live", "dev"]'),
      "2 error environments.dev.formerly[1]: 'dev' is an environment of this file, so it is not a former name. Remove it.",
    );
  });

  it('tells two environments that would share a password', () =>
    checkMistakes(
      '{ "schema": "s", "environments": { "a-1": { "stage": "TESTING", "host": "h", "user": "u" },\n"a_1": { "stage": "TESTING", "host": "h", "user": "u" } } }',
      "2 error environments.a_1: 'a-1' and 'a_1' would share the password in SPROC_PASSWORD_A_1. Rename one.",
    ));

  it('refuses schemas that are the server’s own, of Sproc’s helpers, or the registry’s', () => {
    checkMistakes(
      `{ "schema": "MySQL",\n"registry": { "environment": "dev", "schema": "sys" },\n"environments": { "dev": {
"stage": "DEVELOPMENT", "user": "dev", "host": "h",\n"ledgerSchema": "sproc_scratch_x",\n"schemas": { "other": "Sproc_Callers_y" } } } }`,
      "1 error schema: 'schema' cannot be 'MySQL', because it belongs to the server itself. Choose another.",
      "2 error registry.schema: 'registry.schema' cannot be 'sys', because it belongs to the server itself. Choose another.",
      "5 error environments.dev.ledgerSchema: 'environments.dev.ledgerSchema' cannot be 'sproc_scratch_x', because Sproc creates and drops schemas with this prefix. Choose another.",
      "6 error environments.dev.schemas.other: 'environments.dev.schemas.other' cannot be 'Sproc_Callers_y', because Sproc creates and drops schemas with this prefix. Choose another.",
    );
    checkMistakes(
      environment('"host": "h",\n"schema": "information_schema"'),
      "3 error environments.dev.schema: 'environments.dev.schema' cannot be 'information_schema', because it belongs to the server itself. Choose another.",
    );
    checkMistakes(
      environment('"host": "h",\n"schema": "sys",\n"ledgerSchema": "sys"'),
      "4 error environments.dev.ledgerSchema: 'environments.dev.ledgerSchema' cannot be 'sys', because it belongs to the server itself. Choose another.",
    );
    checkMistakes(
      environment('"host": "h",\n"ledgerSchema": "SPROC_registry"').replace(
        '{',
        '{ "registry": { "environment": "dev" },',
      ),
      "3 error environments.dev.ledgerSchema: 'environments.dev.ledgerSchema' is 'SPROC_registry', the schema of the registry. Choose another.",
    );
  });

  it('lets a ledger share the schema of its target', () =>
    checkMistakes(environment('"host": "h", "ledgerSchema": "shop"')));

  it('reports a socket beside targets, and targets that are one server and schema', () => {
    checkMistakes(
      environment('"socket": "/s", "targets": [{ "host": "a" },\n{ "host": "a", "port": 3306 }]'),
      "2 error environments.dev.socket: 'environments.dev.socket' cannot be used together with 'targets'. Set it in each target.",
      "3 error environments.dev.targets[1]: 'environments.dev.targets[1]' has the same server and schema as an earlier target. Keep one.",
    );
    checkMistakes(
      environment(
        '"targets": [{ "host": "localhost" },\n{ "host": "127.0.0.1" }, { "host": "::1" },\n{ "host": "DB" }, { "host": "db" }]',
      ),
      "3 error environments.dev.targets[1]: 'environments.dev.targets[1]' has the same server and schema as an earlier target. Keep one.",
      "3 error environments.dev.targets[2]: 'environments.dev.targets[2]' has the same server and schema as an earlier target. Keep one.",
      "4 error environments.dev.targets[4]: 'environments.dev.targets[4]' has the same server and schema as an earlier target. Keep one.",
    );
  });

  it('gives a target the host of its environment, unless it has a socket', () => {
    const { value, mistakes } = parseProjectFile(
      environment('"host": "db", "port": 3307, "targets": [{ "schema": "a" }, { "port": 3308 }, { "socket": "/s" }]'),
    );
    assert.deepEqual(mistakes, []);
    const targets = value?.environments['dev']?.targets ?? [];
    assert.deepEqual(
      targets.map(({ host, port, socket }) => [host, port, socket]),
      [
        ['db', 3307, null],
        ['db', 3308, null],
        ['localhost', 3307, '/s'],
      ],
    );
  });

  it('reports a host in brackets or with its port', () => {
    checkMistakes(
      environment('"host": "[::1]"'),
      `2 error environments.dev.host: 'environments.dev.host' has more than a host name or an address: "[::1]". Write "host": "::1".`,
    );
    checkMistakes(
      environment('"targets": [{ "host": "db:3307" },\n{ "host": "[fe80::1]:3308" }, { "host": "::1" }]'),
      `2 error environments.dev.targets[0].host: 'environments.dev.targets[0].host' has more than a host name or an address: "db:3307". Write "host": "db", "port": 3307.`,
      `3 error environments.dev.targets[1].host: 'environments.dev.targets[1].host' has more than a host name or an address: "[fe80::1]:3308". Write "host": "fe80::1", "port": 3308.`,
    );
  });

  it('warns of a strategy that is not there yet, and reads on', () =>
    checkMistakes(
      environment('"host": "h", "strategy": "routed"'),
      "2 warning environments.dev.strategy: Strategy 'routed' is not available yet. The least disruptive other one is used.",
    ));

  it('tells misspelt modes, rules, levels and versions', () => {
    checkMistakes(
      `{ "sqlMode": "ANSI_QOUTES, strict_all_tables",\n"serverVersion": "8.5", "rules": {\n"unused-varable": "off",
"unexpected-token": "off",\n"call-cycle": "warn",\n"missing-table": "hint" } }`,
      "1 error sqlMode: Unknown sql_mode 'ANSI_QOUTES' in 'sqlMode': did you mean 'ANSI_QUOTES'?",
      "2 error serverVersion: 'serverVersion' is '8.5', which MySQL does not have: did you mean '8.4'?",
      "3 error rules.unused-varable: Unknown rule 'unused-varable': did you mean 'unused-variable'?",
      "4 error rules.unexpected-token: Unknown rule 'unexpected-token': use the code of a diagnostic. Syntax errors are not rules.",
      "5 error rules.call-cycle: 'rules.call-cycle' must be one of off, error, warning, information, hint: did you mean 'warning'?",
    );
    checkMistakes(
      environment('"host": "h", "sqlMode": ["STRICT_TRANS_TABLES",\n"STRICT", 1]'),
      "2 error environments.dev.sqlMode: 'environments.dev.sqlMode' must be a string like 'ANSI_QUOTES,STRICT_TRANS_TABLES', or a list of modes.",
      "3 error environments.dev.sqlMode[1]: Unknown sql_mode 'STRICT' in 'environments.dev.sqlMode[1]': no server has it.",
    );
  });

  for (const [dialect, version, remedy] of [
    ['mysql', '5.6', "did you mean '5.7'?"],
    ['mysql', '10.11', 'did you mean "dialect": "mariadb"?'],
    ['mysql', '8.40', "did you mean '8.4'?"],
    ['mysql', '99.1', "did you mean '9.0'?"],
    ['mariadb', '8.4', 'did you mean "dialect": "mysql"?'],
    ['mariadb', '10.1', "did you mean '10.2'?"],
    ['mariadb', '10.12.3', "did you mean '10.11'?"],
  ] as const)
    it(`tells that ${dialect} has no ${version}`, () => {
      const name = dialect === 'mysql' ? 'MySQL' : 'MariaDB';
      checkMistakes(
        JSON.stringify({ dialect, serverVersion: version }),
        `1 error serverVersion: 'serverVersion' is '${version}', which ${name} does not have: ${remedy}`,
      );
    });

  it('takes versions that there are', () => {
    for (const [dialect, versions] of [
      ['mysql', ['5.7', '5.7.44', '8.0.41', '8.4', '9.7', '9.12']],
      ['mariadb', ['10.2', '10.11.18', '11.4', '11.8', '12.3']],
    ] as const)
      for (const serverVersion of versions) checkMistakes(JSON.stringify({ dialect, serverVersion }));
    checkMistakes(
      '{ "dialect": "mysqll", "serverVersion": "8.5", "sqlMode": 3 }',
      "1 error dialect: 'dialect' must be one of mysql, mariadb: did you mean 'mysql'?",
      "1 error sqlMode: 'sqlMode' must be a string like 'ANSI_QUOTES,STRICT_TRANS_TABLES', or a list of modes.",
    );
  });

  it('survives what is no project file at all', () => {
    checkMistakes(
      '['.repeat(100_000),
      '1 error : This is nested more than 64 levels deep, the limit for a project file.',
    );
    checkMistakes(
      ' '.repeat(1_000_001),
      '1 error : The file is longer than 1000000 characters, the limit for a project file.',
    );
    for (const text of ['\0', '{"a":', 'DROP TABLE x;', '"', '{"__proto__": {"stage": 1}}']) {
      assert.equal(parseProjectFile(text).value, null, text);
    }
  });
});

describe('parseProjectFile: secrets', () => {
  const where = "Set the variable SPROC_PASSWORD_DEV or 'passwordCommand', or store it in the editor's secret storage.";

  for (const key of ['password', 'Password', 'pwd', 'passwd', 'db_password', 'dbPassword', 'secret', 'token']) {
    it(`tells ${key}, and does not repeat its value`, () => {
      checkMistakes(
        environment(`"host": "h", "${key}": "hunter2"`),
        `2 error environments.dev.${key}: This file is committed and must not contain a password. Delete 'environments.dev.${key}'. ${where}`,
      );
    });
  }

  it('finds one in a URL, and one that is written twice', () => {
    const { mistakes } = parseProjectFile(
      environment('"host": "mysql://dev:hunter2@h/shop", "password": "a", "password": "b"'),
    );
    assert.equal(mistakes.filter(({ message }) => message.includes('contains a URL with a password')).length, 1);
    assert.equal(
      mistakes.filter(({ message }) => message.startsWith('This file is committed and must not contain a password.'))
        .length,
      2,
    );
    assert.ok(!JSON.stringify(mistakes).includes('hunter2'));
  });

  it('takes names of people’s own for what they are', () => {
    checkMistakes(
      '{ "schema": "s", "environments": { "token": { "stage": "TESTING", "host": "h", "user": "u", "passwordCommand": "pass show x", "schemas": { "secret": "s2" } } } }',
    );
  });
});

describe('parseProjectFile: what others have left in a file', () => {
  it('names the conflict markers of git, and nothing that follows from them', () => {
    const text = '{\n<<<<<<< HEAD\n  "schema": "a"\n=======\n  "schema": "b"\n>>>>>>> feature\n}\n';
    const { mistakes } = parseProjectFile(text);
    assert.deepEqual(
      mistakes.filter(({ isSyntax }) => isSyntax === true).map(({ line, message }) => `${line} ${message}`),
      ['2 Git has left conflict markers. Resolve the merge.'],
    );
  });

  it('rejects a NUL in any string', () => {
    checkMistakes('{\n"schema": "b\\u0000l" }', '2 error : This has a NUL character. Remove it.');
  });
});
