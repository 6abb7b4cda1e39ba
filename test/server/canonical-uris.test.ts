/** URIs of editors that encode more or less than VS Code does. */
import assert from 'node:assert/strict';
import { canonicalUri } from '../../server/src/canonical-uris';

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
      assert.equal(canonicalUri(given), canonical);
      assert.equal(canonicalUri(canonical), canonical);
    });
});
