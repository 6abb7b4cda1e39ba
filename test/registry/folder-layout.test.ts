import assert from 'node:assert/strict';
import { encodeName, routineFolder, versionPaths } from '../../engine/src/registry/folder/folder-layout';

describe('the layout of the registry folder', () => {
  it('reads as people name things', () => {
    const key = { schema: 'shop', kind: 'procedure', name: 'Place_Order' } as const;
    assert.deepEqual(versionPaths(key, '1.2.0'), {
      text: 'routines/shop/procedure/place_order/1.2.0.sql',
      facts: 'routines/shop/procedure/place_order/1.2.0.json',
    });
    assert.equal(routineFolder({ ...key, kind: 'package body' }), 'routines/shop/package-body/place_order');
  });

  it('keeps the case of names that the server tells apart by case', () => {
    const key = { schema: 'Shop', kind: 'trigger', name: 'Audit' } as const;
    assert.equal(routineFolder(key), 'routines/%53hop/trigger/%41udit');
  });

  for (const [name, encoded] of [
    ['a/b\\c', 'a%2Fb%5Cc'],
    ['..', '%2E%2E'],
    ['.hidden', '%2Ehidden'],
    ['ends. ', 'ends.%20'],
    ['con', '%63%6F%6E'],
    ['com1.x', '%63%6F%6D%31.x'],
    ['AUX.tar.gz', '%41%55%58.tar.gz'],
    ['com¹', '%63%6F%6D%C2%B9'],
    ['lpt³ .x', '%6C%70%74%C2%B3 .x'],
    ['conin$', '%63%6F%6E%69%6E%24'],
    ['com10', 'com10'],
    ['console', 'console'],
    ['e\u0301', 'e%CC%81'],
    ['\u1100\u1161', '\u1100%E1%85%A1'],
    ['ที่', 'ที่'],
    ['100%', '100%25'],
    ['größe', 'gr%C3%B6%C3%9Fe'],
    ['税', '税'],
    ['a\0b', 'a%00b'],
    ['', '%'],
  ] as const) {
    it(`writes ${JSON.stringify(name)} as ${encoded}`, () => assert.equal(encodeName(name), encoded));
  }
});
