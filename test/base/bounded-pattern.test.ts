/** Patterns of people: which lines match, and that none of them runs for ever. */
import assert from 'node:assert/strict';
import { BoundedPattern, type PatternWords } from '../../engine/src/base/bounded-pattern';

function make(words: PatternWords, limits?: { readonly total: number; readonly each: number }): BoundedPattern {
  const made = BoundedPattern.make(words, limits);
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

describe('a bounded pattern', () => {
  const find = (words: PatternWords, text: string) =>
    make(words)
      .find(text)
      .lines.map(({ line, column, text: found }) => `${line}:${column} ${found}`);

  it('finds each line once, whatever ends it', () => {
    assert.deepEqual(find({ pattern: 'a' }, 'a\r\nb a a\rc\nba'), ['1:1 a', '2:3 b a a', '4:2 ba']);
    assert.deepEqual(find({ pattern: 'a', isFirstOnly: true }, 'b\na\na'), ['2:1 a']);
  });

  it('takes the ends of lines for ends', () => {
    assert.deepEqual(find({ pattern: '^b$' }, '\ufeffb\nab\r\nb\n'), ['1:1 b', '3:1 b']);
    assert.deepEqual(find({ pattern: '^$' }, 'a\n\nb\n'), ['2:1 ']);
  });

  it('ignores case where it is asked to', () => {
    assert.deepEqual(find({ pattern: 'ÉTÉ', ignoresCase: true }, 'été'), ['1:1 été']);
    assert.deepEqual(find({ pattern: 'ÉTÉ' }, 'été'), []);
  });

  it('searches for the text itself', () => {
    const text = 'a.b*(c)[d]{e}^$|\\/+?-#';
    assert.deepEqual(find({ pattern: text, isFixed: true }, `x\n${text}`), [`2:1 ${text}`]);
    assert.deepEqual(find({ pattern: 'a.b', isFixed: true }, 'axb'), []);
  });

  it('refuses what is not a regular expression', () => {
    for (const pattern of ['(', '[a', 'a{2', '\\', '(?<n>a)(?<n>b)', '+', '\\k<x>'])
      assert.equal(BoundedPattern.make({ pattern }).ok, false, pattern);
  });

  it('ends a pattern that would never end, keeps what it found before, and says so', () => {
    const pattern = make({ pattern: '^(a+)+$' }, { total: 225, each: 100 });
    const hard = `aa\n${'a'.repeat(60)}b\naaa`;
    const first = pattern.find(hard);
    assert.deepEqual(
      first.lines.map(({ line }) => line),
      [1],
    );
    assert.match(first.whyNot ?? '', /^was not searched completely: the pattern takes too long$/);
    // The next text has its own time limit, as long as the total is not used up.
    assert.equal(pattern.find('aa').whyNot, null);
    pattern.find(hard);
    pattern.find(hard);
    assert.deepEqual(pattern.find('aa').lines, []);
    assert.notEqual(pattern.find('aa').whyNot, null);
  });

  it('says where bytes that are not UTF-8 may hide a match', () => {
    const broken = 'caf\udc80';
    assert.notEqual(make({ pattern: 'café' }).find(broken).whyNot, null);
    assert.notEqual(make({ pattern: 'caf\\xe9' }).find(broken).whyNot, null);
    const ascii = make({ pattern: 'caf' }).find(broken);
    assert.deepEqual([ascii.lines.length, ascii.whyNot], [1, null]);
  });
});
