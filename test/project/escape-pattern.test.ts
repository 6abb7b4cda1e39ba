/** Paths as patterns of sproc.json that match them alone. */
import assert from 'node:assert/strict';
import picomatch from 'picomatch';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { escapePattern, misusedBackslash } from '../../engine/src/project/escape-pattern';

describe('a path as a pattern', () => {
  for (const path of [
    'a (1)/b.sql',
    'a[1]{x,y}/!b@c.sql',
    'what?/*.sql',
    'a\\b+c|d.sql',
    '[*]',
    'größe.sql',
    '{a}b',
    '[a]b',
    'a*b*c*d*e*f',
    '**',
  ])
    it(`matches ${path} alone, and is no mistake`, () => {
      const matches = picomatch(escapePattern(path));
      assert.ok(matches(path), escapePattern(path));
      for (const other of ['a 1/b.sql', 'whatx/y.sql', 'a/b+c|d.sql', 'x', '*'])
        assert.equal(matches(other), false, `${escapePattern(path)} and ${other}`);
      assert.equal(misusedBackslash(escapePattern(path)), null);
      assert.deepEqual(parseProjectFile(JSON.stringify({ sources: [escapePattern(path)] })).mistakes, []);
    });
});
