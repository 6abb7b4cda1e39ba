import assert from 'node:assert/strict';
import {
  meantBy,
  parseSelector,
  parseSelectors,
  rejectAmbiguous,
  select,
  selects,
} from '../../engine/src/routine/selector';
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
  it('take the kind before the name, which a package and its body share', () => {
    const add = (kind: RoutineKey['kind']): RoutineKey => ({ schema: 'shop', kind, name: 'add' });
    checkSelects('function:add', add('function'), true);
    checkSelects('Function:shop.add', add('function'), true);
    checkSelects('function:add', add('procedure'), false);
    checkSelects('package:add', add('package'), true);
    checkSelects('package:add', add('package body'), true);
    checkSelects('view:*', add('view'), true);
    checkSelects('view:*', add('trigger'), false);
    checkSelects('function:add_v1.0.0_20260907_dev', add('function'), true);
    checkSelects('`function:add`', { schema: 'shop', kind: 'procedure', name: 'function:add' }, true);
  });
  it('mean, of names that differ in case only, the one that is written so', () => {
    const views = ['orders', 'Orders'].map((name): RoutineKey => ({ schema: 'shop', kind: 'view', name }));
    const names = (text: string): readonly string[] => {
      const selector = parseSelector(text);
      assert.ok(selector.ok);
      return meantBy(views, (key) => key, selector.value).map(({ name }) => name);
    };
    assert.deepEqual(names('Orders'), ['Orders']);
    assert.deepEqual(names('ORDERS'), ['orders', 'Orders']);
    assert.deepEqual(names('order*'), ['orders', 'Orders']);
  });
  it('are unclear only where they mean routines of two names or kinds', () => {
    const clash = (text: string, keys: readonly RoutineKey[]): string => {
      const selector = parseSelector(text);
      assert.ok(selector.ok);
      const found = rejectAmbiguous(selector.value, keys);
      return found === null || found.ok ? '' : `${found.error.message} ${adviceText(found.error.remedy ?? '')}`;
    };
    const key = (kind: RoutineKey['kind'], schema = 'shop'): RoutineKey => ({ schema, kind, name: 'add' });
    assert.equal(clash('add', [key('package'), key('package body')]), '');
    assert.equal(clash('add*', [key('procedure'), key('function')]), '');
    assert.equal(
      clash('add', [key('procedure'), key('procedure', 'audit')]),
      'add can mean shop.add or audit.add. Write the schema before the name: shop.add.',
    );
    assert.equal(
      clash('shop.add', [key('procedure'), key('function')]),
      'shop.add can mean procedure:shop.add or function:shop.add. Write the kind before the name: procedure:shop.add.',
    );
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
