/** A password on its way to the keychain: what is asked before it is kept, and what the log shows of it. */
import assert from 'node:assert/strict';
import type { Failure } from '#engine';
import { makeEmptyPasswordQuestion, makePasswordQuestion } from '../../client/src/commands/password-question';
import { hideSecrets } from '../../client/src/workbench/hide-secrets';

const refusal: Failure = {
  kind: 'not-permitted',
  login: 'wrong-password',
  message: 'db1:3306 (environment dev) refused the account ann: wrong password, or no such account for this host.',
};

describe('a typed password', () => {
  it('is kept without a question if the environment accepts it', () =>
    assert.equal(makePasswordQuestion('dev', { result: 'accepted' }), null));

  it('is kept only on request if the environment refuses it', () =>
    assert.deepEqual(makePasswordQuestion('dev', { result: 'refused', failure: refusal }), {
      message: 'dev refuses the password. Keep it anyway?',
      detail: refusal.message,
      answers: ['Do Not Keep', 'Keep Anyway'],
    }));

  it('may be empty on request only; Enter keeps nothing', () =>
    assert.deepEqual(makeEmptyPasswordQuestion('dev').answers, ['Do Not Keep', 'Keep Empty Password']));

  it('is never called wrong if it could not be tried', () => {
    const far: Failure = { kind: 'unreachable', message: 'db1:3306 refuses connections.', remedy: 'Start the server.' };
    const question = makePasswordQuestion('dev', { result: 'untested', failure: far });
    assert.equal(question?.message, 'dev is out of reach: the password was not tested. Keep it anyway?');
    assert.equal(question.detail, 'db1:3306 refuses connections. Start the server.');
    const locked: Failure = { kind: 'not-permitted', message: 'The account ann on db1 is locked.' };
    assert.equal(
      makePasswordQuestion('dev', { result: 'untested', failure: locked })?.message,
      'The password could not be tested on dev. Keep it anyway?',
    );
  });
});

describe('the log of messages', () => {
  const value = 'Xq7 "secret"';
  for (const [name, text] of [
    [
      'a request',
      `Sending request 'sproc/tryPassword - (7)'.\nParams: ${JSON.stringify({ password: value }, null, 4)}`,
    ],
    [
      'a response',
      `Sending response 'sproc/secretWanted - (3)'.\nResult: ${JSON.stringify({ kind: 'stored', value })}`,
    ],
    ['a response as JSON', JSON.stringify({ type: 'send-response', message: { result: { kind: 'stored', value } } })],
  ] as const)
    it(`shows ${name} without its secret`, () => assert.doesNotMatch(hideSecrets(text), /Xq7/));

  it('shows all other messages', () => {
    const text = `Sending request 'sproc/status - (8)'.\nParams: {"environments": ["dev"]}`;
    assert.equal(hideSecrets(text), text);
  });
});
