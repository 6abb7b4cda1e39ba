import assert from 'node:assert/strict';
import { makeIdentifier, parseIdentifier } from '../../engine/src/routine/identifier';

describe('identifiers of versions', () => {
  it('are made of name, version, day and place', () => {
    const version = { name: 'user_login', version: '2.1.3', createdAt: '2025-09-07T23:59:59.999Z' } as const;
    assert.equal(makeIdentifier({ ...version, status: 'PRODUCTION' }), 'user_login_v2.1.3_20250907_prod');
    assert.equal(makeIdentifier({ ...version, status: 'DEVELOPMENT' }), 'user_login_v2.1.3_20250907_dev');
    assert.equal(
      makeIdentifier({ ...version, status: 'TESTING', environment: 'qa_eu' }),
      'user_login_v2.1.3_20250907_qa_eu',
    );
  });

  for (const [text, name, version, environment] of [
    ['user_login_v2.1.3_20250907_prod', 'user_login', '2.1.3', 'prod'],
    ['user_login_v1_v2.1.3_20250907_prod', 'user_login_v1', '2.1.3', 'prod'],
    ['a_v1.0.0_20250907_b_v1.0.0_20250907_c', 'a_v1.0.0_20250907_b', '1.0.0', 'c'],
    ['a_v2.0.0-rc.1_20250907_qa_eu-1', 'a', '2.0.0-rc.1', 'qa_eu-1'],
    ['odd name.ü_v1.0.0_20250907_dev', 'odd name.ü', '1.0.0', 'dev'],
  ] as const) {
    it(`parses ${text}`, () =>
      assert.deepEqual(parseIdentifier(text), { name, version, date: '2025-09-07', environment }));
  }

  for (const text of [
    'user_login',
    'a_v1.0_20250907_prod',
    'a_v1.0.0_20251307_prod',
    'a_v1.0.0_20250230_prod',
    '_v1.0.0_20250907_prod',
    'a_v01.0.0_20250907_prod',
    '',
  ]) {
    it(`takes ${text || 'nothing'} for none`, () => assert.equal(parseIdentifier(text), null));
  }
});
