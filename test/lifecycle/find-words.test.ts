/** Lines of foreign files that name a routine or a view. */
import assert from 'node:assert/strict';
import { findWords, prepareNames } from '../../engine/src/lifecycle/dependants/find-words';

const find = (text: string, ...names: readonly string[]): readonly string[] => {
  const found: string[] = [];
  const sought = new Map(names.map((name) => [name, { name, isCaseSensitive: name.startsWith('V_') }]));
  findWords(text, prepareNames(sought), (id, line) => found.push(`${id}:${line}`));
  return found;
};

describe('names in foreign files', () => {
  for (const [what, text, name, lines] of [
    ['alone', 'x\ncall place_order(1)\n', 'place_order', [2]],
    ['after a schema', 'db.call("shop.place_order", 1);', 'place_order', [1]],
    ['in backticks', '"CALL `shop`.`place_order`(?)"', 'place_order', [1]],
    ['in another case', '{call Place_Order(?)}', 'place_order', [1]],
    ['not within a longer word', 'place_orders replace_order place_order2 place_order_x', 'place_order', []],
    ['not as the name of a variable', '$place_order = 1;', 'place_order', []],
    ['in an interpolation', '`CALL ${schema}.place_order(?)`', 'place_order', [1]],
    ['once a line', 'a a\r\na\r\n\r\na a', 'a', [1, 2, 4]],
    ['with blanks in the name', 'call `end of day`()\nend of days\nat end of day', 'end of day', [1, 3]],
    ['with a sign in front', 'call `-go`; go', '-go', [1]],
    ['in other scripts', 'CALL größe(); CALL größen();\nCALL GRÖSSE(); CALL GRÖßE();', 'größe', [1, 2]],
    ['of a view, in its own case only', 'FROM v_top\nFROM V_top', 'V_top', [2]],
    ['without any letter: nowhere', '---', '---', []],
    ['with the sign of a regular expression', 'a.c abc', 'a.c', [1]],
  ] as const)
    it(what, () =>
      assert.deepEqual(
        find(text, name),
        lines.map((line) => `${name}:${line}`),
      ),
    );

  it('are found together in one pass, however long a line is', () => {
    const names = Array.from({ length: 2_000 }, (_, i) => `routine_${i}`);
    const text = `${'x'.repeat(10)} ${'routine_7 '.repeat(200_000)}\nroutine_1999`;
    assert.deepEqual(find(text, ...names), ['routine_7:1', 'routine_1999:2']);
  }).timeout(20_000);
});
