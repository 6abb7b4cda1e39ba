/** URIs of editors that encode more or less than VS Code does, and paths for them, as Windows has them and others. */
import assert from 'node:assert/strict';
import { canonicalUri } from '../../server/src/canonical-uris';
import { pathOfUri, uriOfPath } from '../../server/src/uri-paths';
import { relativePath, uriWithin } from '../../server/src/workspace/uris';

describe('a file URI in one spelling', () => {
  const cases = [
    ['file:///a/b (1).sql', 'file:///a/b%20%281%29.sql'],
    ['file:///a/b%20(1).sql', 'file:///a/b%20%281%29.sql'],
    ['file:///a/%c3%a4.sql', 'file:///a/%C3%A4.sql'],
    ['file:///a/ä.sql', 'file:///a/%C3%A4.sql'],
    ['file:///C:/a.sql', 'file:///C%3A/a.sql'],
    ['file:///a/', 'file:///a'],
    ['file:///a/100%.sql', 'file:///a/100%.sql'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ] as const;
  for (const [given, canonical] of cases)
    it(given, () => {
      assert.equal(canonicalUri(given, false), canonical);
      assert.equal(canonicalUri(canonical, false), canonical);
    });

  const onWindows = [
    ['file:///C:/shop/a.sql', 'file:///c%3A/shop/a.sql'],
    ['file:///c%3a/shop/a.sql', 'file:///c%3A/shop/a.sql'],
    ['file:///C:\\shop\\a.sql', 'file:///c%3A/shop/a.sql'],
    ['file:///C:/Shop/A.sql', 'file:///c%3A/Shop/A.sql'],
    ['file:///C:/', 'file:///c%3A'],
    ['file://Server/Share/a b.sql', 'file://server/Share/a%20b.sql'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ] as const;
  for (const [given, canonical] of onWindows)
    it(`${given}, on Windows`, () => {
      assert.equal(canonicalUri(given, true), canonical);
      assert.equal(canonicalUri(canonical, true), canonical);
    });
});

describe('a path of a file URI', () => {
  for (const [uri, path] of [
    ['file:///c%3A/shop/a%20%28b%29.sql', 'c:\\shop\\a (b).sql'],
    ['file:///c%3A', 'c:\\'],
    ['file://server/share/shop', '\\\\server\\share\\shop'],
  ] as const)
    it(`is ${path} on Windows for ${uri}, and the way back`, () => {
      assert.equal(pathOfUri(uri, true), path);
      assert.equal(uriOfPath(path, true), uri);
    });

  it('is the same for each spelling of an editor', () => {
    for (const uri of ['file:///C:/shop', 'file:///c%3A/shop'])
      assert.equal(pathOfUri(canonicalUri(uri, true), true), 'c:\\shop');
    assert.equal(pathOfUri('file:///srv/a%20b', false), '/srv/a b');
  });

  it('is none for what is no file of this machine', () => {
    for (const uri of ['untitled:a', 'vscode-vfs://github/a', 'file:///a%2Fb', 'file:///%zz']) {
      assert.equal(pathOfUri(uri, true), null, uri);
      assert.equal(pathOfUri(uri, false), null, uri);
    }
    assert.equal(pathOfUri('file://server/share/shop', false), null);
    assert.equal(pathOfUri('file:///no/drive', true), null);
  });

  it('lies in a project at the root of a drive or of a share', () => {
    for (const folder of ['file:///c%3A', 'file:///c%3A/', 'file://server/share', 'file:///']) {
      const uri = uriWithin(folder, 'sql/a (1).sql');
      assert.equal(uri, `${folder.replace(/\/$/, '')}/sql/a%20%281%29.sql`);
      assert.equal(relativePath(folder, uri), 'sql/a (1).sql');
    }
    assert.equal(relativePath('file:///c%3A', 'file:///d%3A/a.sql'), null);
  });
});
