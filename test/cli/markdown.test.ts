/** The output of `--format markdown`: a code host shows exactly the answer, whatever the names in it. */
import assert from 'node:assert/strict';
import type { CheckAnswer, CompareAnswer, DiagnosticAnswer, PlanAnswer, PlanStep } from '#engine';
import { succeed } from '../../engine/src/base/result';
import { run } from '../../cli/src/run';
import { memoryHost } from '../support/memory-host';
import { checkRun, runJson } from './check-run';

const step: PlanStep = {
  action: 'replace',
  routine: 'shop.a',
  kind: 'procedure',
  target: 'db1:3306/shop',
  from: '1.0.0',
  to: '1.1.0',
  strategy: 'replace',
  sql: ['DROP PROCEDURE shop.a', 'CREATE PROCEDURE shop.a() SELECT 2'],
  smoke: [],
  hazards: ['Calls fail for a moment.'],
  before: 'CREATE PROCEDURE shop.a() SELECT 1',
  after: 'CREATE PROCEDURE shop.a() SELECT 2',
};
const plan: PlanAnswer = {
  environment: 'dev',
  fingerprint: 'abcdef0123456789',
  steps: [step, { ...step, action: 'create', routine: 'shop.b', from: null, before: null, sql: [step.after ?? ''] }],
  order: ['shop.a', 'shop.b'],
  findings: [
    { severity: 'warning', code: 'replica', message: 'db1 is a replica.', remedy: '' },
    { severity: 'error', code: 'branch', message: 'dev takes main only.', remedy: 'Switch to main.' },
  ],
};

const answering = <T>(answer: T) => ({
  plan: () => Promise.resolve(succeed(answer)),
  check: () => Promise.resolve(succeed(answer)),
  compare: () => Promise.resolve(succeed(answer)),
});

/** Returns the output of the command, without its exit code. */
async function print(line: string, answer: PlanAnswer | CheckAnswer | CompareAnswer): Promise<string> {
  const host = memoryHost({ sproc: answering(answer as never) });
  await run(line.split(' '), host);
  return host.out();
}

describe('sproc plan --format markdown', () => {
  it('has the totals, the findings, the steps, and each change to open', async () => {
    assert.equal(
      await print('plan dev --format markdown', plan),
      `### Plan for <code>dev</code>: 2 steps, 1 error, 1 warning

This plan cannot be deployed before its errors are corrected. Fingerprint <code>abcdef012345</code>.

| Severity | Finding | Remedy | Code |
| --- | --- | --- | --- |
| **error** | dev takes main only. | Switch to main. | <code>branch</code> |
| warning | db1 is a replica. |  | <code>replica</code> |

| Step | Action | Routine | Version | Strategy | Target | Hazards |
| --- | --- | --- | --- | --- | --- | --- |
| 1 | replace | procedure <code>shop.a</code> | 1&#46;0.0 → 1&#46;1.0 | replace | <code>db1:3306/shop</code> | Calls fail for a moment. |
| 2 | create | procedure <code>shop.b</code> | 1&#46;1.0 | replace | <code>db1:3306/shop</code> | Calls fail for a moment. |

<details><summary>1. replace procedure <code>shop.a</code> on <code>db1:3306/shop</code></summary>

\`\`\`diff
--- live now
+++ after the deployment
@@ -1,1 +1,1 @@
-CREATE PROCEDURE shop.a() SELECT 1
+CREATE PROCEDURE shop.a() SELECT 2
\`\`\`

</details>
<details><summary>2. create procedure <code>shop.b</code> on <code>db1:3306/shop</code></summary>

\`\`\`sql
CREATE PROCEDURE shop.a() SELECT 2;
\`\`\`

</details>
`,
    );
  });

  it('says that an environment is up to date', async () => {
    const text = await print('plan dev --format markdown', { ...plan, steps: [], findings: [] });
    assert.match(
      text,
      /^### Plan for <code>dev<\/code>: 0 steps, 0 errors, 0 warnings\n\nThe environment is up to date\./,
    );
  });

  it('ends with the exit code of the plan, and JSON comes before it', async () => {
    const { exit, answer } = await runJson('plan dev --format markdown --json', { sproc: answering(plan as never) });
    assert.deepEqual([exit, answer], [1, plan]);
  });

  it('refuses another format', () =>
    checkRun('plan dev --format html', {
      exit: 64,
      err: "error: Option '--format <name>' argument 'html' is invalid. Allowed choices are text, markdown.\n  See `sproc plan --help`.",
    }));
});

describe('sproc check --format markdown', () => {
  const error: DiagnosticAnswer = {
    ...{ file: 'a.sql', line: 100, column: 7, endLine: 100, endColumn: 9 },
    ...{ severity: 'error', code: 'missing-routine', message: 'There is no procedure post.' },
  };

  it('lists the worst first, and what was not checked before all', async () => {
    const hint: DiagnosticAnswer = { ...error, severity: 'hint', code: 'unused-variable', message: 'x is unused.' };
    const answer: CheckAnswer = { diagnostics: [hint, error], notes: ['The registry was not asked.'] };
    assert.equal(
      await print('check --format markdown', answer),
      `### Check: 1 error, 0 warnings, 1 hint, 1 note

**Not checked:**

- The registry was not asked.

| Severity | Place | Message | Rule |
| --- | --- | --- | --- |
| **error** | <code>a.sql:100:7</code> | There is no procedure post. | <code>missing-routine</code> |
| hint | <code>a.sql:100:7</code> | x is unused. | <code>unused-variable</code> |
`,
    );
  });

  it('says that there is nothing', async () => {
    assert.equal(await print('check --format markdown', { diagnostics: [] }), '### Check: no problems found\n');
  });

  it('holds no more than a comment may, and counts what it leaves out', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => ({ ...error, line: i + 1 }));
    const text = await print('check --format markdown', { diagnostics: many });
    const rows = text.split('\n').filter((line) => line.startsWith('| **error**')).length;
    assert.ok(text.length <= 65_536 && text.length > 60_000, `${text.length}`);
    assert.match(text, /^### Check: 3000 errors, 0 warnings\n/);
    assert.match(
      text,
      new RegExp(`\n\\*\\*Left out:\\*\\* ${3000 - rows} diagnostics\\. A comment has at most 65,536`),
    );
  });
});

describe('sproc compare --format markdown', () => {
  const difference: CompareAnswer['differences'][number] = {
    routine: 'shop.a',
    routineKind: 'procedure',
    kind: 'body',
    detail: '1 line differs',
    patch: '--- workspace\n+++ dev\n@@ -1,1 +1,1 @@\n-a\n+b\n',
  };

  it('has the differences, each with its diff, and what is not the project’s', async () => {
    const answer: CompareAnswer = { same: false, unmanaged: ['shop.old'], differences: [difference] };
    assert.equal(
      await print('compare workspace dev --patch --format markdown', answer),
      `### <code>workspace</code> compared with <code>dev</code>: 1 difference

| Routine | Difference | Detail |
| --- | --- | --- |
| procedure <code>shop.a</code> | body | 1 line differs |

<details><summary>procedure <code>shop.a</code></summary>

\`\`\`diff
--- workspace
+++ dev
@@ -1,1 +1,1 @@
-a
+b
\`\`\`

</details>

**Not managed by this project:**

- <code>shop.old</code>
`,
    );
  });

  it('shows the diffs that fit, and counts the others', async () => {
    const long = { ...difference, patch: `+${'x'.repeat(70_000)}` };
    const text = await print('compare a b --patch --format markdown', {
      ...{ same: false, unmanaged: [] },
      differences: [long, difference, difference, { ...long, routine: 'shop.b' }],
    });
    assert.equal(text.match(/<details>/g)?.length, 1);
    assert.match(text, /\*\*Left out:\*\* 2 diffs\./);
  });

  it('keeps a text from ending its code block or its row', async () => {
    const hostile =
      'a|b`c``\n| d | <img src=x> </details> [l](http://evil.example) _i_ **b** \\| @team #12 :100: $x$ \u001b[31m';
    const text = await print('compare a b --patch --format markdown', {
      ...{ same: false, unmanaged: [hostile] },
      differences: [{ ...difference, routine: hostile, detail: hostile, patch: '```\n</details>\n````\n@everyone' }],
    });
    const [, row = ''] = /\| --- \|\n(.*)\n/.exec(text) ?? [];
    assert.equal(row.match(/\|/g)?.length, 4, row);
    assert.doesNotMatch(row, /`|<img|<\/details|\[l\]|http:\/\/|\*\*|\\/);
    const detail = row.split(' | ')[2] ?? '';
    assert.doesNotMatch(detail, /@team|[^&]#12\b|:100:|\$x/);
    assert.match(text, /\n`````diff\n```\n<\/details>\n````\n@everyone\n`````\n/);
    assert.ok(!text.includes('\u001b'));
  });

  it('keeps a sentence from becoming a heading, a list or an item of one', async () => {
    const noted = async (note: string) => {
      const text = await print('check --format markdown', { diagnostics: [], notes: [note] });
      return /^- (.*)$/m.exec(text)?.[1];
    };
    assert.equal(await noted('# a'), '&#35; a');
    assert.equal(await noted('- a'), '&#45; a');
    assert.equal(await noted('1. a'), '1&#46; a');
    assert.equal(await noted('/close a_b_c'), '/close a_b_c');
    assert.equal(await noted('`- a` b'), '<code>- a</code> b');
  });

  it('links to no issue, commit or person that a name or a comment looks like', async () => {
    const commit = '0c3fe6e2a94c4b1d9d7f';
    const links = ['GH-26', 'gh-26', 'OPS-7', '#12', 'org/repo#1', '@ann', 'a@b.example', '!3', commit, 'deadbee'];
    const sentence = `x is not used: ${links.join(' ')} (${links.join('), (')}).`;
    const diagnostic: DiagnosticAnswer = {
      ...{ file: 'GH-26.sql', line: 1, column: 1, endLine: 1, endColumn: 2 },
      ...{ severity: 'error', code: 'missing-routine', message: sentence },
    };
    const text = await print('check --format markdown', { diagnostics: [diagnostic], notes: [sentence] });
    // Code hosts look for links in what is shown, one text between two tags at a time, and not within code.
    const shown = text
      .replace(/<code>.*?<\/code>/g, '')
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .split(/<[^>]*>/);
    for (const part of shown) {
      assert.doesNotMatch(part, /[@#!]\w/, part);
      assert.doesNotMatch(part, /[a-z]-\d/i, part);
      assert.doesNotMatch(part, /\b[0-9a-f]{7,40}\b/i, part);
    }
    for (const link of links) assert.ok(shown.join('').includes(`(${link})`), link);
  });

  it('shows what is in backticks as code, and an odd backtick as itself', async () => {
    const answer = { diagnostics: [], notes: ['Unused `a|b` and `@team`. Run `x', 'a `` b'] };
    assert.equal(
      await print('check --format markdown', answer),
      `### Check: no problems found, 2 notes

**Not checked:**

- Unused <code>a&#124;b</code> and <code>&#64;team</code>. Run &#96;x
- a &#96;&#96; b
`,
    );
  });
});
