/** The storage of grants: as data, and as the statements of earlier versions. */
import assert from 'node:assert/strict';
import type { SavedGrant } from '../../engine/src/ledger/ledger';
import { decodeGrants, encodeGrants, renderGrants } from '../../engine/src/ledger/saved-grants';

const key = { schema: 'shop', kind: 'procedure', name: 'pay' } as const;
const grants: readonly SavedGrant[] = [
  { user: 'app', host: '%', privileges: ['EXECUTE'], grantOption: false },
  { user: "o'hara", host: '', privileges: [], grantOption: true },
];

describe('saved grants', () => {
  it('come back as they were kept', () => {
    for (const each of [grants, [], null]) assert.deepEqual(decodeGrants(encodeGrants(each), key).grants, each);
  });

  it('come back from the statements that earlier versions kept, and are digested alike', () => {
    const old = decodeGrants(renderGrants({ key, grants }).join(';\n'), key);
    assert.deepEqual(old.grants, grants);
    assert.deepEqual(old.statements, decodeGrants(encodeGrants(grants), key).statements);
    assert.deepEqual(decodeGrants('', key), { statements: [], grants: [] });
  });

  for (const stored of [
    'GRANT ALL ON *.* TO evil@localhost WITH GRANT OPTION',
    '-',
    '[',
    '[1]',
    '[{"user":"a","host":"%","privileges":["EXECUTE ON *.* TO b"],"grantOption":false}]',
    '[{"user":"a","host":"%","privileges":["ALL"],"grantOption":false}]',
    '[{"user":1,"host":"%","privileges":[],"grantOption":false}]',
    '[{"user":"a","host":"%","privileges":[]}]',
  ])
    it(`are not read from ${stored}`, () => assert.equal(decodeGrants(stored, key).grants, 'changed'));

  it('are none of a view', () =>
    assert.equal(decodeGrants(encodeGrants(grants), { ...key, kind: 'view' }).grants, 'changed'));
});
