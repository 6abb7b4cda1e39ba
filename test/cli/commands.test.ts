/** Each command with use cases that return fixed answers: words in, text or JSON and an exit code out. */
import assert from 'node:assert/strict';
import { commands } from '../../cli/src/commands/all';
import { run } from '../../cli/src/run';
import type {
  CheckAnswer,
  CompareAnswer,
  Confirmation,
  DiagnosticAnswer,
  GcAnswer,
  GraphAnswer,
  GraphEdge,
  GraphNode,
  HistoryAnswer,
  ImportAnswer,
  InspectAnswer,
  MarkAnswer,
  PromoteAnswer,
  RegisterAnswer,
  RoutineState,
  ShowAnswer,
  StatusAnswer,
  VersionsAnswer,
} from '#engine';
import type { FailureKind } from '../../engine/src/base/failure';
import { succeed } from '../../engine/src/base/result';
import { memoryHost } from '../support/memory-host';
import { checkRun, runJson } from './check-run';

/** Returns a use case that records its requests. */
function noting<Request, Answer>(answer: Answer) {
  const asked: Request[] = [];
  const useCase = (request: Request) => {
    asked.push(request);
    return Promise.resolve(succeed(answer));
  };
  return { asked, useCase };
}

const error: DiagnosticAnswer = {
  file: 'a.sql',
  line: 3,
  column: 7,
  endLine: 3,
  endColumn: 11,
  severity: 'error',
  code: 'unknown-routine',
  message: 'There is no procedure <post>.',
};
const warning: DiagnosticAnswer = {
  ...error,
  severity: 'warning',
  code: 'unused-variable',
  message: 'x is not used.',
  line: 12,
};

describe('sproc inspect', () => {
  const files = {
    'a.sql':
      'DELIMITER //\nCREATE PROCEDURE shop.post(IN day_id INT)\nBEGIN\n  CALL audit.note(day_id);\n  UPDATE days SET done = 1 WHERE id = day_id;\nEND //\n',
    'sub/b.sql': 'CREATE FUNCTION f() RETURNS INT RETURN 1;',
    'sub/note.txt': 'CREATE FUNCTION g() RETURNS INT RETURN 1;',
  };

  it('tells what each file defines and uses', () =>
    checkRun('inspect .', {
      files,
      out: `
        procedure shop.post(IN day_id INT)  a.sql:2
          calls   audit.note
          writes  days

        function f() RETURNS INT  sub/b.sql:1

        2 routines, 0 errors`,
    }));

  it('finds something where a text is broken', async () => {
    const { exit, answer } = await runJson('inspect --json bad.sql', {
      files: { 'bad.sql': "CREATE PROCEDURE p() SELECT 'x" },
    });
    assert.equal(exit, 1);
    const { errors } = answer as InspectAnswer;
    assert.deepEqual(
      errors.map(({ file, line }) => [file, line]),
      [['bad.sql', 1]],
    );
  });

  it('reads standard input', async () => {
    const { exit, answer } = await runJson('inspect - --json', { input: 'CREATE PROCEDURE p() SELECT 1' });
    assert.deepEqual([exit, (answer as InspectAnswer).routines[0]?.file], [0, '-']);
  });

  it('reads as the options say, and else as the project file says', async () => {
    const quoted = 'CREATE PROCEDURE p() SELECT 1 FROM "t"';
    const readsOf = async (line: string, project?: string) => {
      const { answer } = await runJson(`inspect --json ${line}`, {
        files: { 'a.sql': quoted, ...(project !== undefined && { 'sproc.json': project }) },
      });
      return (answer as InspectAnswer).routines[0]?.reads;
    };
    assert.deepEqual(await readsOf('a.sql --sql-mode ANSI_QUOTES'), ['t']);
    assert.deepEqual(await readsOf('a.sql', '{ "sqlMode": "ANSI_QUOTES" }'), ['t']);
    assert.notDeepEqual(await readsOf('a.sql --sql-mode ANSI', '{}'), await readsOf('a.sql', '{}'));
  });

  it('takes the sources of the project where no path is given', async () => {
    const { answer } = await runJson('inspect --json', {
      files: { ...files, 'sproc.json': '{ "sources": ["sub/*.sql"] }' },
    });
    assert.deepEqual(
      (answer as InspectAnswer).routines.map(({ name }) => name),
      ['f'],
    );
  });

  it('refuses a path that leads nowhere', () =>
    checkRun('inspect nowhere.sql', {
      exit: 65,
      err: `
        error: No file or folder exists at nowhere.sql.
          Check the spelling. Paths are relative to the working folder.`,
    }));

  it('refuses a version that is none', () =>
    checkRun('inspect --server-version new a.sql', {
      files,
      exit: 64,
      err: "error: Option '--server-version <version>' argument 'new' is invalid. It must be written like 9.7 or 10.11.18.\n  See `sproc inspect --help`.",
    }));
});

describe('sproc check', () => {
  const check = (diagnostics: readonly DiagnosticAnswer[]) => noting<unknown, CheckAnswer>({ diagnostics });

  it('prints a line for each diagnostic', () =>
    checkRun('check', {
      sproc: { check: check([error, warning]).useCase },
      exit: 1,
      out: `
        a.sql:3:7   error    There is no procedure <post>.  unknown-routine
        a.sql:12:7  warning  x is not used.                 unused-variable
        1 error, 1 warning`,
    }));

  it('says that there is nothing', () =>
    checkRun('check', { sproc: { check: check([]).useCase }, out: 'No problems found' }));

  for (const [line, diagnostics, exit] of [
    ['check', [warning], 0],
    ['check --max-warnings 1', [warning], 0],
    ['check --max-warnings 0', [warning], 1],
    ['check --max-warnings 9', [error], 1],
    ['check --max-warnings 0', [{ ...warning, severity: 'hint' } as const], 0],
  ] as const) {
    it(`exits ${exit} for ${line} and ${diagnostics.map(({ severity }) => severity).join()}`, async () => {
      assert.equal(await run(line.split(' '), memoryHost({ sproc: { check: check(diagnostics).useCase } })), exit);
    });
  }

  it('passes on paths and environment', async () => {
    const { asked, useCase } = check([]);
    const files = { 'a.sql': '', 'sub/b.sql': '' };
    await run(['check', './a.sql', 'sub/', '--env', 'dev'], memoryHost({ files, sproc: { check: useCase } }));
    assert.deepEqual(asked, [{ paths: ['a.sql', 'sub'], environment: 'dev' }]);
  });

  it('needs no project file where paths are named', async () => {
    const files = {
      'a.sql': 'CREATE PROCEDURE a() CALL b();\nCREATE PROCEDRE c() SELECT 1;\n',
      'sub/b.sql': 'CREATE PROCEDURE b() FOR i IN 1..3 DO SELECT i; END FOR;\n',
    };
    const codes = async (line: string): Promise<readonly string[]> => {
      const { exit, answer } = await runJson(line, { files });
      const { diagnostics } = answer as CheckAnswer;
      return [String(exit), ...diagnostics.map(({ file, code, severity }) => `${file} ${severity} ${code}`)];
    };
    assert.deepEqual(await codes('check a.sql sub --dialect mariadb --json'), [
      '1',
      'a.sql error unknown-statement',
      'sub/b.sql hint missing-delimiter',
    ]);
    assert.deepEqual(await codes('check a.sql --json'), [
      '1',
      'a.sql error missing-routine',
      'a.sql error unknown-statement',
    ]);
    assert.deepEqual(await codes('check sub --dialect mariadb --json'), ['0', 'sub/b.sql hint missing-delimiter']);
  });

  it('passes on the version of the server', async () => {
    const { asked, useCase } = check([]);
    await run(['check', '--server-version', '8.0.36'], memoryHost({ sproc: { check: useCase } }));
    assert.deepEqual(asked, [{ paths: [], serverVersion: 80036 }]);
    await checkRun('check --dialect mysql', {
      files: { 'sproc.json': '{}' },
      sproc: { check: useCase },
      exit: 64,
      err: `
        error: --dialect has no effect in a project: sproc.json sets the dialect.
          Set "dialect" in sproc.json, or leave the option out.`,
    });
    await checkRun('check --server-version new', {
      sproc: { check: useCase },
      exit: 64,
      err: "error: Option '--server-version <version>' argument 'new' is invalid. It must be written like 9.7 or 10.11.18.\n  See `sproc check --help`.",
    });
  });

  it('refuses paths that lead nowhere', () =>
    checkRun('check nowhere', {
      exit: 65,
      err: `
        error: No file or folder exists at nowhere.
          Check the spelling. Paths are relative to the working folder.`,
    }));

  it('refuses paths outside the project', () =>
    checkRun('check ../other', {
      files: { 'sproc.json': '{}' },
      exit: 65,
      err: `
        error: ../other is not in the project /project.
          Name the project with --project DIR, or look at single files with \`sproc inspect\`.`,
    }));

  it('writes SARIF and JUnit', async () => {
    const host = memoryHost({ sproc: { check: check([error, warning]).useCase } });
    await run(['check', '--sarif', 'out.sarif', '--junit', 'out.xml'], host);
    const sarif = JSON.parse(host.files.get('out.sarif') ?? '') as {
      version: string;
      runs: { results: { ruleId: string; level: string }[] }[];
    };
    assert.equal(sarif.version, '2.1.0');
    assert.deepEqual(
      sarif.runs[0]?.results.map(({ ruleId, level }) => [ruleId, level]),
      [
        ['unknown-routine', 'error'],
        ['unused-variable', 'warning'],
      ],
    );
    assert.equal(
      host.files.get('out.xml'),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="sproc check" tests="2" failures="2">
  <testsuite name="a.sql" tests="2" failures="2">
    <testcase name="unknown-routine at 3:7" classname="a.sql">
      <failure type="error" message="There is no procedure &lt;post&gt;.">a.sql:3:7: There is no procedure &lt;post&gt;.</failure>
    </testcase>
    <testcase name="unused-variable at 12:7" classname="a.sql">
      <failure type="warning" message="x is not used.">a.sql:12:7: x is not used.</failure>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  it('says that a report cannot be written', () =>
    checkRun('check --sarif /forbidden/x', {
      sproc: { check: check([]).useCase },
      exit: 2,
      err: 'error: /forbidden/x cannot be written: permission denied.\n  Name a new file in an existing folder that you can write to, or an earlier report.',
    }));
});

describe('sproc graph', () => {
  const node = (id: string, kind: GraphNode['kind'] = 'procedure'): GraphNode => ({
    id,
    kind,
    schema: 'shop',
    name: id,
    file: kind === 'table' ? null : 'a.sql',
    line: kind === 'table' ? null : 4,
  });
  const edge = (from: string, to: string, kind: GraphEdge['kind']): GraphEdge => ({
    from,
    to,
    kind,
    certainty: 'certain',
    file: 'a.sql',
    line: 5,
  });
  const answer: GraphAnswer = {
    nodes: [node('shop.a'), node('shop."b"'), node('shop.t', 'table')],
    edges: [
      edge('shop.a', 'shop."b"', 'call'),
      { ...edge('shop."b"', 'shop.a', 'call'), certainty: 'possible' },
      edge('shop.a', 'shop.t', 'write'),
    ],
    cycles: [['shop.a', 'shop."b"', 'shop.a']],
    order: ['shop."b"', 'shop.a'],
  };
  const graph = () => noting<unknown, GraphAnswer>(answer);

  it('tells it in words', () =>
    checkRun('graph', {
      sproc: { graph: graph().useCase },
      out: `
        shop.a  a.sql:4
          calls   shop."b"  line 5
          writes  shop.t    line 5

        shop."b"  a.sql:4
          calls  shop.a  line 5, possible

        Cycles
          shop.a → shop."b" → shop.a

        Order
          1 shop."b"
          2 shop.a

        2 routines and 1 table, 3 uses, 1 cycle`,
    }));

  it('draws it for Mermaid', () =>
    checkRun('graph --format mermaid', {
      sproc: { graph: graph().useCase },
      out: `
        flowchart LR
          n0["shop.a"]
          n1["shop.#34;b#34;"]
          n2[("shop.t")]
          n0 -->|call| n1
          n1 -.->|call| n0
          n0 -->|write| n2
          classDef cycle stroke:#c00,stroke-width:2px
          class n0,n1 cycle`,
    }));

  it('draws it for Graphviz', () =>
    checkRun('graph --format dot', {
      sproc: { graph: graph().useCase },
      out: `
        digraph sproc {
          rankdir=LR;
          "shop.a" [shape=box, color=red];
          "shop.\\"b\\"" [shape=box, color=red];
          "shop.t" [shape=cylinder];
          "shop.a" -> "shop.\\"b\\"" [label=call, style=solid];
          "shop.\\"b\\"" -> "shop.a" [label=call, style=dashed];
          "shop.a" -> "shop.t" [label=write, style=solid];
        }`,
    }));

  it('paints it', async () => {
    const host = memoryHost({ sproc: { graph: graph().useCase } });
    assert.equal(await run(['graph', '--format', 'svg'], host), 0);
    const svg = host.out();
    assert.match(svg, /^<svg [^]*<\/svg>\n$/);
    assert.equal(svg.match(/<rect /g)?.length, 3);
    assert.match(svg, /shop\.&quot;b&quot;<\/text>/);
    assert.ok(!svg.includes('NaN'));
  });

  it('prints the answer as JSON either way', async () => {
    const json = memoryHost({ sproc: { graph: graph().useCase } });
    await run(['graph', '--format', 'json'], json);
    assert.deepEqual(JSON.parse(json.out()), answer);
    assert.deepEqual(
      (await runJson('graph --format svg --json', { sproc: { graph: graph().useCase } })).answer,
      answer,
    );
  });

  it('passes on where to look', async () => {
    const { asked, useCase } = graph();
    for (const line of ['graph a --callers --depth 2', 'graph a b --callees', 'graph a --callers --callees'])
      await run(line.split(' '), memoryHost({ sproc: { graph: useCase } }));
    assert.deepEqual(asked, [
      { routines: ['a'], direction: 'callers', depth: 2 },
      { routines: ['a', 'b'], direction: 'callees' },
      { routines: ['a'], direction: 'both' },
    ]);
  });

  it('shows where a column is read and written', () => {
    const place = { kind: 'procedure', column: 'shop.orders.total', file: 'a.sql' } as const;
    const column: GraphAnswer = {
      ...{ nodes: [], edges: [], cycles: [], order: [] },
      uses: [
        { ...place, routine: 'shop.a', access: 'write', certainty: 'certain', line: 3 },
        { ...place, routine: 'shop.a', access: 'read', certainty: 'possible', line: 4 },
        { ...place, routine: 'shop.b', access: 'unknown', certainty: 'unknown', line: 9 },
      ],
    };
    const { asked, useCase } = noting<unknown, GraphAnswer>(column);
    return checkRun('graph --column orders.total --env dev', {
      sproc: { graph: useCase },
      out: `
        shop.a  a.sql
          writes  shop.orders.total  line 3
          reads   shop.orders.total  line 4, possible

        shop.b  a.sql
          may use  shop.orders.total  line 9, unknown

        2 routines, 3 uses
      `,
    }).then(() =>
      assert.deepEqual(asked, [{ routines: [], direction: 'both', column: 'orders.total', environment: 'dev' }]),
    );
  });

  it('tells what a server confirms, and exits 1 where it says otherwise', async () => {
    const name = { routine: 'shop.a', kind: 'table', name: 'shop.t' } as const;
    const confirmed: Confirmation = {
      environment: 'dev',
      routines: 2,
      edges: 3,
      differences: [
        { ...name, only: 'text' },
        { ...name, only: 'server', name: 'shop.u' },
      ],
      missing: [name],
      dynamic: [
        { ...name, certainty: 'possible' },
        { routine: 'shop.a', kind: null, name: null, certainty: 'unknown' },
      ],
      unasked: [{ routine: 'shop.c', why: 'It does not exist in dev.' }],
    };
    const told = noting<unknown, GraphAnswer>({ ...answer, confirmed });
    await checkRun('graph a --confirm dev', {
      sproc: { graph: told.useCase },
      exit: 1,
      out: `
        Differences
          shop.a  table shop.t  Only in the text; the server does not lock it
          shop.a  table shop.u  Only on the server; the text does not name it

        Not in dev, or not shown to the account
          shop.a  table shop.t

        Dynamic SQL (not known before it runs)
          shop.a  table shop.t              possible
          shop.a  a text that is not known  unknown

        Not asked
          shop.c  It does not exist in dev.

        dev was asked for 2 routines: 3 uses confirmed, 2 differences`,
    });
    assert.deepEqual(told.asked, [{ routines: ['a'], direction: 'both', confirm: 'dev' }]);
    const silent = { ...answer, confirmed: { ...confirmed, differences: [], missing: [] } };
    const { useCase } = noting<unknown, GraphAnswer>(silent);
    assert.equal(await run(['graph', '--confirm', 'dev'], memoryHost({ sproc: { graph: useCase } })), 0);
    const nothing = noting<unknown, GraphAnswer>({ ...answer, confirmed: { ...silent.confirmed, routines: 0 } });
    assert.equal(await run(['graph', '--confirm', 'dev'], memoryHost({ sproc: { graph: nothing.useCase } })), 1);
  });
});

describe('the commands of the registry', () => {
  it('register passes on bump and message, and tells each version', async () => {
    const { asked, useCase } = noting<unknown, RegisterAnswer>({
      registered: [
        {
          routine: 'shop.a',
          version: '1.1.0',
          identifier: 'a_v1.1.0_20250907_dev',
          checksum: 'c',
          bump: 'minor',
          reason: 'It also calls shop.b.',
        },
      ],
      unchanged: ['shop.b'],
      warnings: ['git refused this folder.'],
    });
    await checkRun('register a --bump minor -m Vouchers', {
      sproc: { register: useCase },
      out: `
        shop.a  1.1.0  minor  It also calls shop.b.  a_v1.1.0_20250907_dev
        warning: git refused this folder.
        1 version registered, 1 unchanged`,
    });
    assert.deepEqual(asked, [{ routines: ['a'], bump: 'minor', message: 'Vouchers' }]);
  });

  it('register takes a number, but not together with a bump', async () => {
    const { asked, useCase } = noting<unknown, RegisterAnswer>({ registered: [], unchanged: [], warnings: [] });
    await checkRun('register --version 2.0.0', {
      sproc: { register: useCase },
      out: '0 versions registered, 0 unchanged',
    });
    assert.deepEqual(asked, [{ routines: [], version: '2.0.0' }]);
    await checkRun('register --version 2.0.0 --bump major', {
      exit: 64,
      err: `
        error: --version and --bump cannot be used together.
          Use one of them.`,
    });
  });

  it('versions searches', async () => {
    const { asked, useCase } = noting<unknown, VersionsAnswer>({
      versions: [
        {
          routine: 'shop.a',
          kind: 'procedure',
          version: '1.0.0',
          identifier: 'a_v1.0.0_20250907_prod',
          status: 'PRODUCTION',
          author: 'Ada',
          createdAt: '2025-09-07T12:00:00.000Z',
          description: 'First\u001b[31m\nline',
          checksum: 'c',
          commit: null,
        },
      ],
    });
    await checkRun('versions a* --status PRODUCTION --author ada --since 2025-09-01 --text orders', {
      sproc: { versions: useCase },
      out: `
        shop.a  1.0.0  PRODUCTION  2025-09-07  Ada  First\\u{1b}[31m\\nline
        1 version`,
    });
    assert.deepEqual(asked, [
      { pattern: 'a*', status: 'PRODUCTION', author: 'ada', since: '2025-09-01', text: 'orders' },
    ]);
    await checkRun('versions --since yesterday', {
      exit: 64,
      err: "error: Option '--since <day>' argument 'yesterday' is invalid. It must be a day like 2025-09-07, or a moment like 2025-09-07T12:00:00Z.\n  See `sproc versions --help`.",
    });
  });

  it('show prints the text and nothing else', async () => {
    const shown: ShowAnswer = {
      routine: 'shop.a',
      kind: 'procedure',
      text: 'CREATE …',
      source: 'workspace',
      version: null,
      file: 'a.sql',
    };
    await checkRun('show a@1.0.0', { sproc: { show: noting(shown).useCase }, out: 'CREATE …' });
  });

  it('promote wants an environment and a yes, and tells what was registered and marked', async () => {
    const { asked, useCase } = noting<unknown, PromoteAnswer>({
      deployment: 'd1',
      outcome: 'deployed',
      steps: [{ routine: 'shop.a', target: 'db1:3306/shop', outcome: 'done', durationMs: 3, error: null }],
      registered: [],
      marked: [{ routine: 'shop.a', version: '1.0.0', from: 'DEVELOPMENT', to: 'TESTING' }],
    });
    await checkRun('promote a --to test --yes', {
      sproc: { promote: useCase },
      out: `
        shop.a  db1:3306/shop  done  3 ms  
        1 step done  deployment d1
        shop.a  1.0.0  DEVELOPMENT → TESTING`,
    });
    assert.equal((asked as readonly { readonly environment: string }[])[0]?.environment, 'test');
    await checkRun('promote a --yes', {
      exit: 64,
      err: `
        error: A promotion needs a target environment.
          Add \`--to\` and the name of the environment.`,
    });
    await checkRun('promote a --to test', {
      exit: 64,
      err: `
        error: A promotion changes a server. This is not an interactive terminal, so it cannot be confirmed.
          Confirm with \`--yes\`, or look first with \`--dry-run\`.`,
    });
  });

  it('mark wants a status that there is, and a reason', async () => {
    const { asked, useCase } = noting<unknown, MarkAnswer>({
      routine: 'shop.a',
      version: '1.0.0',
      from: 'DEVELOPMENT',
      to: 'TESTING',
    });
    await checkRun('mark a@1.0.0 testing --reason ok', {
      sproc: { mark: useCase },
      out: 'shop.a 1.0.0: DEVELOPMENT → TESTING',
    });
    assert.deepEqual(asked, [{ ref: 'a@1.0.0', status: 'TESTING', reason: 'ok' }]);
    await checkRun('mark a DONE --reason ok', {
      exit: 64,
      err: `
        error: 'DONE' is not a version status.
          Use one of DEVELOPMENT, TESTING, PRODUCTION, DEPRECATED, RETIRED.`,
    });
    await checkRun('mark a TESTING', {
      exit: 64,
      err: `
        error: Changing a status requires a reason.
          Add \`--reason "..."\`.`,
    });
  });
});

describe('the commands that look at servers', () => {
  it('compare finds differences, and shows them', async () => {
    const { asked, useCase } = noting<unknown, CompareAnswer>({
      same: false,
      unmanaged: ['shop.legacy'],
      differences: [
        {
          routine: 'shop.a',
          routineKind: 'procedure',
          kind: 'body',
          detail: 'line 3 differs',
          patch: '@@ -1 +1 @@\n-a\n+b\n',
        },
      ],
    });
    await checkRun('compare workspace dev a --patch', {
      sproc: { compare: useCase },
      exit: 1,
      out: `
        shop.a  body  line 3 differs

        - workspace  + dev

        @@ -1 +1 @@
        -a
        +b
        Not managed by this project: shop.legacy
        1 difference`,
    });
    assert.deepEqual(asked, [{ left: 'workspace', right: 'dev', routines: ['a'], patch: true, ignoreLayout: false }]);
  });

  it('compare finds none', () =>
    checkRun('compare a b', {
      sproc: { compare: noting({ same: true, unmanaged: [], differences: [] }).useCase },
      out: 'No differences',
    }));

  const matrix = (state: RoutineState): StatusAnswer => ({
    routines: [
      {
        routine: 'shop.a',
        kind: 'procedure',
        workspace: '1.1.0',
        registry: '1.1.0',
        environments: { dev: { version: '1.1.0', state: 'in-sync' }, prod: { version: null, state } },
      },
    ],
  });

  it('status shows the others where an environment could not be read, which is something found', async () => {
    const answer = {
      routines: [],
      unread: [{ environment: 'prod', kind: 'unreachable', message: 'prod does not answer.' } as const],
      notes: ['The state of prod is unknown. prod does not answer.'],
    };
    await checkRun('status', {
      sproc: { status: noting(answer).useCase },
      exit: 1,
      out: `
        No routines
        note: The state of prod is unknown. prod does not answer.`,
    });
  });

  it('status shows the matrix, and drift is something found', async () => {
    await checkRun('status', {
      sproc: { status: noting(matrix('drifted')).useCase },
      exit: 1,
      out: `
        routine  kind       workspace  registry  dev            prod
        shop.a   procedure  1.1.0      1.1.0     1.1.0 in sync  drifted
          drifted  was changed on the server since the last deployment
        1 routine: dev 1 in sync · prod 1 drifted`,
    });
    assert.equal(await run(['status'], memoryHost({ sproc: { status: noting(matrix('missing')).useCase } })), 0);
  });

  it('status calls new what is in no registry yet', async () => {
    const row = {
      routine: 'shop.a',
      kind: 'procedure',
      workspace: 'modified',
      registry: null,
      environments: {},
    } as const;
    await checkRun('status', {
      sproc: { status: noting({ routines: [row] }).useCase },
      out: `
        routine  kind       workspace  registry
        shop.a   procedure  new        not registered
        1 routine`,
    });
  });

  it('status --changed leaves out what is the same everywhere, and counts it', async () => {
    const [same] = matrix('in-sync').routines;
    const [behind] = matrix('behind').routines;
    assert.ok(same && behind);
    const routines = [same, { ...behind, routine: 'shop.b' }];
    await checkRun('status --changed', {
      sproc: { status: noting({ routines }).useCase },
      out: `
        routine  kind       workspace  registry  dev            prod
        shop.b   procedure  1.1.0      1.1.0     1.1.0 in sync  behind
          behind  the source or the registry has a newer text than this server
        2 routines: dev 2 in sync · prod 1 in sync, 1 behind
        1 unchanged routine not shown`,
    });
    const { answer } = await runJson('status --changed --json', { sproc: { status: noting({ routines }).useCase } });
    assert.deepEqual(
      (answer as StatusAnswer).routines.map(({ routine }) => routine),
      ['shop.b'],
    );
  });

  it('status finds what was changed outside and what was interrupted, whatever the states', async () => {
    const [row] = matrix('in-sync').routines;
    assert.ok(row);
    const prod = { version: '1.1.0', state: 'in-sync', isChangedOutside: true } as const;
    const notes = ['Changed outside Sproc: shop.a.'];
    await checkRun('status', {
      sproc: { status: noting({ routines: [{ ...row, environments: { prod } }], notes }).useCase },
      exit: 1,
      out: `
        routine  kind       workspace  registry  prod
        shop.a   procedure  1.1.0      1.1.0     1.1.0 in sync, changed outside Sproc
        1 routine: prod 1 changed outside Sproc
        note: Changed outside Sproc: shop.a.`,
    });
    const unfinished = [{ environment: 'prod', target: 'db:3306/shop', deployment: 'd1' }];
    const interrupted = { ...matrix('in-sync'), unfinished };
    assert.equal(await run(['status'], memoryHost({ sproc: { status: noting(interrupted).useCase } })), 1);
  });

  it('import tells what it wrote', async () => {
    const { asked, useCase } = noting<unknown, ImportAnswer>({
      written: [{ routine: 'shop.a', file: 'procedures/a.sql' }],
      skipped: [{ routine: 'shop.b', kind: 'procedure', reason: 'its text may not be seen', file: null }],
    });
    await checkRun('import dev a b', {
      sproc: { importRoutines: useCase },
      out: `
        shop.a  written  procedures/a.sql
        shop.b  skipped  its text may not be seen
        1 file written, 1 skipped`,
    });
    assert.deepEqual(asked, [{ environment: 'dev', routines: ['a', 'b'] }]);
  });

  it('grants comments out what an account that does not exist would be given', async () => {
    const statements = ["GRANT SELECT ON `s`.* TO 'a'@'%'"];
    const accounts = [
      { role: 'deployer', account: 'a@%', exists: true, statements },
      { role: 'reader', account: 'b@%', exists: false, statements },
    ] as const;
    await checkRun('grants prod', {
      sproc: { grants: noting({ accounts, notes: ['A note.'] }).useCase },
      out: `
        -- deployer a@%
        GRANT SELECT ON \`s\`.* TO 'a'@'%';

        -- reader b@%
        -- This account does not exist. Create it with CREATE USER, then ask again, or name another one:
        -- GRANT SELECT ON \`s\`.* TO 'a'@'%';

        -- A note.`,
    });
  });

  it('gc tells what it removes and what it keeps', async () => {
    const answer: GcAnswer = {
      removed: [
        { kind: 'deployment', name: 'd1', target: 'db1:3306/shop', why: 'It is old.' },
        { kind: 'version', name: 'shop.a 1.0.0', target: null, why: 'It is retired.' },
      ],
      notes: ['shop.b 1.0.0 is kept.'],
    };
    const gc = noting(answer);
    await checkRun('gc prod --dry-run --reason yearly', {
      sproc: { gc: gc.useCase },
      out: `
        deployment  d1            db1:3306/shop  It is old.
        version     shop.a 1.0.0  registry       It is retired.
        note: shop.b 1.0.0 is kept.
        1 deployment, 1 version would be removed`,
    });
    const { environment, dryRun, reason } = gc.asked[0] as Record<string, unknown>;
    assert.deepEqual([environment, dryRun, reason], ['prod', true, 'yearly']);
    assert.deepEqual(await runJson('gc prod --confirm prod --json', { sproc: { gc: gc.useCase } }), {
      exit: 0,
      answer,
    });
  });

  it('history tells deployments, and a broken chain is something found', async () => {
    const deployments: HistoryAnswer['deployments'] = [
      {
        deployment: 'd1',
        kind: 'deploy',
        startedAt: '2025-09-07T12:00:00Z',
        finishedAt: null,
        outcome: 'deployed',
        by: 'Ada',
        account: 'deployer@%',
        from: 'workbench',
        commit: '0123456789',
        branch: 'main',
        reason: null,
        project: null,
        steps: [
          {
            step: 1,
            routine: 'shop.a',
            kind: 'procedure',
            target: 'db1:3306/shop',
            action: 'replace',
            from: '1.0.0',
            to: '1.1.0',
            strategy: 'queued',
            outcome: 'done',
            error: null,
          },
        ],
        ticket: 'SHOP-1',
        command: 'promote',
        accepted: ['grants-unknown'],
      },
    ];
    const intact: HistoryAnswer = {
      ...{ deployments, chain: 'intact', head: 'ab'.repeat(32), prunings: [], problems: [], notes: [] },
      heads: [
        {
          ...{ target: 'db:3306/shop', sequence: 7, hash: 'ab'.repeat(32), rows: 7, signed: 5 },
          ...{ isKeyChecked: true, accepted: null },
        },
      ],
    };
    await checkRun('history prod --verify', {
      sproc: { history: noting(intact).useCase },
      out: `
        d1  promote  2025-09-07T12:00:00Z  deployed
          by Ada from workbench, as deployer@%, main 01234567, ticket SHOP-1, accepted grants-unknown
          shop.a  1.0.0 → 1.1.0  queued  replaced

        1 deployment, the chain is intact
        db:3306/shop ends at row 7: ${'ab'.repeat(32)}
          signed rows: 5; 2 rows written without the key`,
    });
    const adopted = deployments.map((one) => ({
      ...{ ...one, kind: 'adopt' as const, command: 'adopt', ticket: null, accepted: [] },
      steps: one.steps.map((step) => ({ ...step, strategy: 'nothing' as const, to: '-' })),
    }));
    const rolledBack = deployments.map((one) => ({
      ...{ ...one, kind: 'rollback' as const, command: 'rollback', ticket: null, accepted: [] },
      steps: [],
    }));
    await checkRun('history prod', {
      sproc: { history: noting({ ...intact, deployments: [...adopted, ...rolledBack], heads: [] }).useCase },
      out: `
        d1  adopt  2025-09-07T12:00:00Z  adopted
          by Ada from workbench, as deployer@%, main 01234567
          shop.a  1.0.0 → unregistered  adopted

        d1  rollback  2025-09-07T12:00:00Z  rolled back
          by Ada from workbench, as deployer@%, main 01234567

        2 deployments`,
    });
    const pruning = {
      ...{ target: 'db:3306/shop', deployment: 'd9', at: '2025-09-08T12:00:00Z', by: 'Eve', account: 'root@%' },
      ...{ from: 'workbench', reason: 'old', removed: ['d2', 'd3', 'd4', 'd5', 'd6', 'd7'], rows: 24 },
    };
    const notes = ['.sproc/heads/prod.jsonl keeps no head of db:3306/shop.'];
    await checkRun('history prod --verify', {
      sproc: { history: noting({ ...intact, deployments: [], heads: [], prunings: [pruning], notes }).useCase },
      out: `
        d9  gc  2025-09-08T12:00:00Z
          by Eve from workbench, as root@%, old
          removed 6 deployments (24 rows) from the ledger of db:3306/shop: d2, d3, d4, d5, d6, 1 more

        0 deployments, the chain is intact
        note: .sproc/heads/prod.jsonl keeps no head of db:3306/shop.`,
    });
    const problems = [
      { target: 'db:3306/shop', row: 3, deployment: 'd1', at: '2025-09-07T12:00:00Z', message: 'Row 3 was changed.' },
    ];
    const broken = { ...intact, chain: 'broken', problems } as const;
    await checkRun('history prod', {
      sproc: { history: noting({ ...broken, deployments: [] }).useCase },
      out: `
        0 deployments
        db:3306/shop ends at row 7: ${'ab'.repeat(32)}
          signed rows: 5; 2 rows written without the key
        Row 3 was changed.`,
      exit: 1,
    });
    assert.equal(await run(['history', 'prod'], memoryHost({ sproc: { history: noting(broken).useCase } })), 1);
  });
});

describe('every command', () => {
  for (const command of commands) {
    it(`${command.name} has a help with an example`, async () => {
      const host = memoryHost();
      assert.equal(await run([command.name, '--help'], host), 0);
      assert.match(host.out(), / -h, --help +Show this help\.\n/);
      assert.match(host.out(), new RegExp(`Usage: sproc ${command.name} [^]*Examples?:\n  \\$ sproc ${command.name}`));
      for (const example of command.examples) assert.ok(example.startsWith(command.name), example);
    });
  }

  const kinds: readonly (readonly [FailureKind, number])[] = [
    ['could-not', 2],
    ['plan-stale', 2],
    ['not-found', 2],
    ['usage', 64],
    ['bad-input', 65],
    ['unreachable', 69],
    ['held', 75],
    ['not-permitted', 77],
    ['bad-project', 78],
  ];
  for (const [kind, exit] of kinds) {
    it(`exits ${exit} for ${kind}, and says so as JSON`, async () => {
      const opening = { kind, message: 'It is so.\nAnd so.', remedy: 'Do this.' };
      await checkRun('status', { opening, exit, err: 'error: It is so.\\nAnd so.\n  Do this.' });
      assert.deepEqual(await runJson('status --json', { opening }), { exit, answer: { error: opening } });
    });
  }

  it('keeps the lines of a message that has several, and only of that', async () => {
    const opening = { kind: 'bad-input', message: 'It is so.\nAnd so.', hasLines: true } as const;
    await checkRun('status', { opening, exit: 65, err: 'error: It is so.\n  And so.' });
    const { hasLines: _, ...named } = { ...opening, message: 'a\nerror: b.sql is missing.' };
    await checkRun('status', { opening: named, exit: 65, err: 'error: a\\nerror: b.sql is missing.' });
  });

  it('tells a bug in one sentence, without a stack', async () => {
    const status = () => Promise.reject(new Error('x is not a function'));
    const remedy = 'Please report this message, together with the command line.';
    await checkRun('status', {
      sproc: { status },
      exit: 70,
      err: `error: Sproc has a bug: x is not a function\n  ${remedy}`,
    });
    assert.deepEqual(await runJson('status --json', { sproc: { status } }), {
      exit: 70,
      answer: { error: { kind: 'bug', message: 'Sproc has a bug: x is not a function', remedy } },
    });
  });

  it('closes the project, also when something goes wrong', async () => {
    let closed = 0;
    const close = () => {
      closed++;
      return Promise.resolve();
    };
    await run(['status'], memoryHost({ sproc: { close, status: noting({ routines: [] }).useCase } }));
    await run(['status'], memoryHost({ sproc: { close } }));
    await run(['status'], memoryHost({ sproc: { close, status: () => Promise.reject(new Error('x')) } }));
    assert.equal(closed, 3);
  });
});

describe('a command line that is wrong', () => {
  it('is told with what it may have meant', async () => {
    const nearest = "error: Unknown command 'deplo'. Did you mean deploy?\n  See `sproc --help`.";
    await checkRun('deplo dev', { exit: 64, err: nearest });
    await checkRun('help deplo', { exit: 64, err: nearest });
    await checkRun('check --sarf x', {
      exit: 64,
      err: "error: Unknown option '--sarf'. Did you mean --sarif?\n  See `sproc check --help`.",
    });
    await checkRun('show', {
      exit: 64,
      err: "error: Missing required argument 'routine'.\n  See `sproc show --help`.",
    });
    await checkRun('versions a b', {
      exit: 64,
      err: "error: Too many arguments for 'versions'. Expected 1 argument but got 2.\n  See `sproc versions --help`.",
    });
    await checkRun('check --max-warnings -1', {
      exit: 64,
      err: "error: Option '--max-warnings <n>' argument '-1' is invalid. It must be a whole number, 0 or more.\n  See `sproc check --help`.",
    });
  });

  it('is told as JSON too', async () => {
    assert.deepEqual(await runJson('deplo dev --json', {}), {
      exit: 64,
      answer: {
        error: {
          kind: 'usage',
          message: "Unknown command 'deplo'. Did you mean deploy?",
          remedy: 'See `sproc --help`.',
        },
      },
    });
    assert.equal((await runJson('--json', {})).exit, 64);
  });

  it('takes --json and --project before the command as well as behind it', async () => {
    const { asked, useCase } = noting<unknown, CheckAnswer>({ diagnostics: [] });
    assert.deepEqual(
      await runJson('--json --project sub check sub/a.sql', {
        files: { 'sub/sproc.json': '{}', 'sub/a.sql': '' },
        sproc: { check: useCase },
      }),
      {
        exit: 0,
        answer: { diagnostics: [] },
      },
    );
    assert.deepEqual(
      await runJson('check sub/a.sql --project sub --json', {
        files: { 'sub/sproc.json': '{}', 'sub/a.sql': '' },
        sproc: { check: useCase },
      }),
      {
        exit: 0,
        answer: { diagnostics: [] },
      },
    );
    assert.deepEqual(asked, [{ paths: ['a.sql'] }, { paths: ['a.sql'] }]);
  });
});
