/** The form of a new environment: its steps, the entry that it makes, and the question after its test. */
import assert from 'node:assert/strict';
import type { TryEnvironmentAnswer } from '#engine';
import {
  makeEnvironmentFields,
  makeTrialQuestion,
  parseServer,
  readEnvironment,
} from '../../client/src/commands/environment-form';
import { fillForm, type Answers, type Step, type StepResult } from '../../client/src/workbench/form';

const servers = [{ port: 3306, product: 'MySQL', version: '9.7.0' }] as const;
const fields = makeEnvironmentFields({ names: ['dev'], schema: 'shop', servers });

/** Answers the steps in this order; the proposal where the answer is empty. */
async function fill(answers: readonly (string | undefined)[], known?: Answers, from?: string) {
  const steps: string[] = [];
  const left = [...answers];
  const ask = ({ field, number, total, value }: Step): Promise<StepResult> => {
    steps.push(`${number}/${total} ${field.name}: ${field.name === 'password' ? '…' : value}`);
    const next = left.length === 0 ? '' : left.shift();
    return Promise.resolve(next === undefined || next === 'back' ? next : { answer: next || value });
  };
  return { answers: await fillForm(fields, ask, { answers: known ?? {}, ...(from !== undefined && { from }) }), steps };
}

describe('the form of a new environment', () => {
  it('proposes what is known', async () => {
    const { answers, steps } = await fill(['', '', 'deployer', '', 'TESTING', 's3cret', 'test']);
    assert.deepEqual(steps, [
      '1/7 name: test',
      '2/7 server: 127.0.0.1:3306',
      '3/7 user: ',
      '4/7 schema: shop',
      '5/7 stage: ',
      '6/7 password: …',
      '7/7 next: ',
    ]);
    const { password, ...rest } = answers ?? {};
    assert.equal(password, 's3cret');
    assert.deepEqual(readEnvironment(rest), {
      ...{ name: 'test', host: '127.0.0.1', port: 3306, user: 'deployer', schema: 'shop', stage: 'TESTING' },
    });
  });

  it('names the servers that answer, and proposes none that does not', () => {
    const prompts = fields.map(({ prompt }) => prompt);
    assert.match(prompts[1] ?? '', /\. On this machine: MySQL 9\.7\.0 on 127\.0\.0\.1:3306$/);
    const [, server] = makeEnvironmentFields({ names: [], schema: '', servers: [] });
    assert.deepEqual([server?.kind, server?.kind === 'text' && server.value?.({})], ['text', '']);
  });

  it('goes back to a step, with the answers so far', async () => {
    const { answers, steps } = await fill(['qa', 'db9', 'back', 'back', '', 'db1']);
    assert.deepEqual(steps.slice(2, 6), ['3/7 user: ', '2/7 server: db9', '1/7 name: qa', '2/7 server: db9']);
    assert.deepEqual([answers?.['name'], answers?.['server']], ['qa', 'db1']);
  });

  it('leaves nothing where the person turns away at any step', async () => {
    for (let at = 0; at < fields.length; at++) {
      const { answers } = await fill([...fields.slice(0, at).map(({ name }) => name), undefined]);
      assert.equal(answers, undefined);
    }
  });

  it('begins with the earlier answers', async () => {
    const { steps } = await fill([''], { name: 'qa', server: 'db1:3307' });
    assert.deepEqual(steps.slice(0, 2), ['1/7 name: qa', '2/7 server: db1:3307']);
  });

  it('begins with the field that failed', async () => {
    const { steps } = await fill([''], { name: 'qa', server: 'db1:3307' }, 'server');
    assert.equal(steps[0], '2/7 server: db1:3307');
  });

  const errorOf = (name: string, text: string): string | null => {
    const field = fields.find((each) => each.name === name);
    return field?.kind === 'text' ? (field.check?.(text) ?? null) : null;
  };
  for (const [name, text, expected] of [
    ['name', 'dev', /has an environment dev already/],
    ['name', 'my env', /Use letters/],
    ['name', 'registry', /meaning of its own/],
    ['user', ' ', /name of an account/],
    ['server', 'db1:99999', /Write a host/],
    ['server', 'mysql://db1', /Write a host/],
  ] as const)
    it(`rejects the ${name} '${text}'`, () => assert.match(errorOf(name, text) ?? '', expected));
});

describe('the place of a server', () => {
  for (const [text, place] of [
    ['db1', { host: 'db1', port: 3306 }],
    [' db1.example.com:3307 ', { host: 'db1.example.com', port: 3307 }],
    ['[::1]:3307', { host: '::1', port: 3307 }],
    ['/run/mysqld/mysqld.sock', { socket: '/run/mysqld/mysqld.sock' }],
  ] as const)
    it(text, () => assert.deepEqual(parseServer(text), place));
});

describe('the test of a new environment', () => {
  it('says to correct a failure in the form, and leads back to its field', () => {
    const remedy = 'Check that the server runs, or correct host and port in "environments.qa" of sproc.json.';
    const failure = { kind: 'unreachable', message: 'Nothing answers at db1:3306.', remedy } as const;
    const asked = makeTrialQuestion('qa', { result: 'untested', failure });
    assert.match(asked.detail, /correct host and port here\.$/);
    assert.equal(asked.from, 'server');
    assert.equal(makeTrialQuestion('qa', { result: 'refused', failure }).from, 'password');
    const absent = {
      kind: 'could-not',
      message: 'Schema s does not exist on db1.',
      remedy: 'Correct "schema" in sproc.json.',
    } as const;
    const schema = makeTrialQuestion('qa', { result: 'untested', failure: absent });
    assert.deepEqual([schema.from, /"schema" here/.test(schema.detail)], ['schema', true]);
  });

  const accepted: TryEnvironmentAnswer = {
    ...{ result: 'accepted', dialect: 'mysql', version: '9.7.0', account: 'dev@%', sqlMode: ['STRICT_TRANS_TABLES'] },
    lines: [],
    grants: [],
  };

  it('shows version, account, modes and privileges', () =>
    assert.deepEqual(makeTrialQuestion('dev', accepted), {
      message: 'dev answers: MySQL 9.7.0, account dev@%.',
      detail: 'sql_mode: STRICT_TRANS_TABLES\nThe account has every privilege that a deployment needs.',
      answers: ['Add Environment', 'Change…'],
      from: 'name',
    }));

  it('offers the missing privileges as statements', () => {
    const grants = ["GRANT EVENT ON `shop`.* TO 'dev'@'%'"];
    const { detail, answers } = makeTrialQuestion('dev', { ...accepted, grants });
    assert.match(detail, /\nGRANT EVENT ON `shop`\.\* TO 'dev'@'%';$/);
    assert.deepEqual(answers, ['Add Environment', 'Copy GRANTs', 'Change…']);
  });

  it('claims nothing about privileges that it could not read', () =>
    assert.match(makeTrialQuestion('dev', { ...accepted, grants: null }).detail, /could not be read/));

  it('never adds a refused password', () => {
    const failure = { kind: 'not-permitted', message: 'Refused.' } as const;
    assert.deepEqual(makeTrialQuestion('dev', { result: 'refused', failure }).answers, [
      'Change…',
      'Add Without Password',
    ]);
    const far = { kind: 'unreachable', message: 'No answer.' } as const;
    assert.equal(
      makeTrialQuestion('dev', { result: 'untested', failure: far }).message,
      'dev is out of reach: nothing was tested.',
    );
  });
});
