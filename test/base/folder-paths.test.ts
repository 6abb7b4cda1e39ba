/** Paths as Windows and as other systems write them, on any system. */
import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { pathBelow, pathWithin, slashed } from '../../engine/src/base/files/folder-paths';

describe('a path in a folder', () => {
  for (const [flavour, folder, path, expected] of [
    ['win32', 'C:\\shop', 'sql/a.sql', 'C:\\shop\\sql\\a.sql'],
    ['win32', 'C:\\shop', 'sql\\a.sql', 'C:\\shop\\sql\\a.sql'],
    ['win32', 'C:\\shop', 'sql/..\\a.sql', 'C:\\shop\\a.sql'],
    ['win32', 'C:\\shop', 'c:/SHOP/a.sql', 'C:\\shop\\a.sql'],
    ['win32', 'C:\\shop', '..shop/a.sql', 'C:\\shop\\..shop\\a.sql'],
    ['win32', 'C:\\shop', 'sql\\..\\../a.sql', null],
    ['win32', 'C:\\shop', 'C:\\shopping\\a.sql', null],
    ['win32', 'C:\\shop', 'D:\\shop\\a.sql', null],
    ['win32', 'C:\\shop', 'D:a.sql', null],
    ['win32', 'C:\\shop', '\\a.sql', null],
    ['win32', 'C:\\shop', '/a.sql', null],
    ['win32', 'C:\\shop', '\\\\server\\share\\a.sql', null],
    ['win32', 'C:\\shop', '//server/share/a.sql', null],
    ['win32', 'C:\\shop', '\\\\?\\C:\\other\\a.sql', null],
    ['win32', 'C:\\shop', '\\\\.\\pipe\\a', null],
    ['win32', 'C:\\shop', 'a.sql:hidden', null],
    ['win32', 'C:\\shop', 'sql:hidden/a.sql', null],
    ['win32', 'C:\\shop', '', null],
    ['win32', 'C:\\shop', '.', null],
    ['win32', 'C:\\', 'a.sql', 'C:\\a.sql'],
    ['win32', 'C:\\', 'D:\\a.sql', null],
    ['win32', '\\\\server\\share', 'sql/a.sql', '\\\\server\\share\\sql\\a.sql'],
    ['win32', '\\\\server\\share\\shop', '..\\a.sql', null],
    ['win32', '\\\\server\\share\\shop', '\\\\server\\other\\shop\\a.sql', null],
    ['win32', '\\\\?\\C:\\shop', 'sql/a.sql', '\\\\?\\C:\\shop\\sql\\a.sql'],
    ['win32', '\\\\?\\C:\\shop', '..\\..\\..\\D:\\a.sql', null],
    ['posix', '/shop', 'sql/a.sql', '/shop/sql/a.sql'],
    ['posix', '/shop', 'sql\\..\\a:b.sql', '/shop/sql\\..\\a:b.sql'],
    ['posix', '/shop', 'C:/a.sql', '/shop/C:/a.sql'],
    ['posix', '/shop', '../a.sql', null],
    ['posix', '/shop', '/shopping/a.sql', null],
    ['posix', '/shop', '/SHOP/a.sql', null],
    ['posix', '/', 'a.sql', '/a.sql'],
  ] as const)
    it(`${flavour}: ${path} in ${folder} is ${expected ?? 'refused'}`, () =>
      assert.equal(pathWithin(folder, path, flavour === 'win32' ? win32 : posix), expected));

  it('has slashes as it is named to people and to patterns', () => {
    assert.equal(pathBelow('C:\\shop', 'C:\\shop\\sql\\a.sql', win32), 'sql/a.sql');
    assert.equal(pathBelow('C:\\shop', 'c:\\shop', win32), '');
    assert.equal(pathBelow('C:\\shop', 'D:\\shop\\a.sql', win32), null);
    assert.equal(pathBelow('\\\\server\\share\\shop', '\\\\SERVER\\share\\shop\\a.sql', win32), 'a.sql');
    assert.equal(slashed('sql\\a.sql', win32), 'sql/a.sql');
    assert.equal(slashed('a\\b.sql', posix), 'a\\b.sql');
  });
});
