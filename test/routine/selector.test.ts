import assert from 'node:assert/strict';
import { parseSelector, parseSelectors, select, selects } from '../../engine/src/routine/selector';
import type { RoutineKey } from '../../engine/src/routine/routine';
import { adviceText } from '../../cli/src/report/print-action';

const procedure = (schema: string, name: string): RoutineKey => ({ schema, kind: 'procedure', name });

function checkSelects(text: string, key: RoutineKey, expected: boolean): void {
  const selector = parseSelector(text);
  assert.ok(selector.ok, `'${text}' should be understood`);
  assert.equal(selects(selector.value, key), expected);
}

describe('selectors', () => {
  it('name a routine with or without its schema, in any case', () => {
    checkSelects('place_order', procedure('shop', 'place_order'), true);
    checkSelects('shop.PLACE_ORDER', procedure('shop', 'place_order'), true);
    checkSelects('billing.place_order', procedure('shop', 'place_order'), false);
  });
  it('take * as a pattern', () => {
    checkSelects('place_*', procedure('shop', 'place_order'), true);
    checkSelects('*.place_order', procedure('shop', 'place_order'), true);
    checkSelects('place_*', procedure('shop', 'replace_order'), false);
    checkSelects('a.b*', procedure('a', 'b(c'), true);
  });
  it('split off a version or an environment', () => {
    const selector = parseSelector('shop.place_order@1.2.0');
    assert.ok(selector.ok);
    assert.equal(selector.value.at, '1.2.0');
  });
  it('take the identifier of a version as it is pasted', () => {
    const selector = parseSelector('place_order_v1.2.0_20260907_prod');
    assert.ok(selector.ok);
    assert.equal(selector.value.at, '1.2.0');
    checkSelects('place_order_v1.2.0_20260907_prod', procedure('shop', 'place_order'), true);
  });
  it('take odd names in back quotes', () => {
    checkSelects('shop.`odd.name`', procedure('shop', 'odd.name'), true);
    checkSelects('`a``b@c`', procedure('shop', 'a`b@c'), true);
    checkSelects('`a*`', procedure('shop', 'ab'), false);
  });
  it('refuse what names nothing', () => {
    for (const text of ['', '.', 'a.b.c', '@1.0.0', 'a@']) assert.equal(parseSelector(text).ok, false, `'${text}'`);
  });
  it('say what is there where nothing is named', () => {
    const selectors = parseSelectors(['order']);
    assert.ok(selectors.ok);
    const chosen = select([procedure('shop', 'place_order')], (key) => key, selectors.value);
    assert.ok(!chosen.ok);
    assert.equal(chosen.error.kind, 'not-found');
    assert.match(adviceText(chosen.error.remedy ?? ''), /Did you mean shop\.place_order\?/);
    const mistyped = parseSelectors(['place_oder']);
    assert.ok(mistyped.ok);
    const none = select([procedure('shop', 'place_order')], (key) => key, mistyped.value);
    assert.match(none.ok ? '' : adviceText(none.error.remedy ?? ''), /Did you mean shop\.place_order\?/);
  });
});
