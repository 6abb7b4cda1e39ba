/** A person goes through the call graph by keyboard alone, in every theme, and with a screen reader. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { repositoryPath } from '../../scripts/repository';
import { removeAtEnd } from '../../scripts/servers/guardian';
import { findSerious, webviewFrame } from './support/find-serious';
import { openWorkbench } from './support/open-workbench';
import { setTheme, themes } from './support/themes';

interface Node {
  readonly name: string;
  readonly role: string;
  readonly x: number;
  readonly y: number;
}

interface Ring {
  readonly stroke: string;
  readonly width: number;
}

// Run inside the page, whose types the tests do not know.
const focusedNode = `(() => {
  const node = document.activeElement;
  if (node?.dataset?.node === undefined) return null;
  const { x, y, width, height } = node.getBBox();
  const name = node.getAttribute('aria-label') ?? '';
  return { name, role: node.getAttribute('role') ?? '', x: x + width / 2, y: y + height / 2 };
})()`;
const ringOf = `(id) => {
  const { stroke, strokeWidth } = getComputedStyle(document.querySelector(\`[data-node="\${id}"] rect\`));
  return { stroke, width: Number.parseFloat(strokeWidth) };
}`;

describe('the call graph by keyboard', () => {
  let frame: Frame;
  const workbench = openWorkbench(() => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(folder);
    cpSync(repositoryPath('examples', 'shop'), folder, { recursive: true });
    return Promise.resolve({ folder });
  });

  before(async () => {
    await workbench().command('Sproc: Show Call Graph');
    await workbench().webview().locator('[data-node]').first().waitFor();
    frame = await webviewFrame(workbench().page);
  });

  const press = (key: string): Promise<void> => workbench().page.keyboard.press(key);

  /** Returns the focused node; null if none is. */
  function focused(): Promise<Node | null> {
    return frame.evaluate<Node | null>(focusedNode);
  }

  async function focus(id: string): Promise<Node> {
    await frame.locator(`[data-node="${id}"]`).focus();
    return mustFocus(new RegExp(` ${id.replaceAll('.', '\\.')}, `));
  }

  async function mustFocus(name: RegExp): Promise<Node> {
    const node = await focused();
    assert.match(node?.name ?? 'none', name);
    assert.ok(node);
    return node;
  }

  it('gives Tab the order of places, and each routine a name and a role', async () => {
    const count = await frame.locator('[data-node]').count();
    const seen: Node[] = [];
    await frame.locator('[data-node]').first().focus();
    for (let i = 0; i < count; i++) {
      const node = await focused();
      if (node !== null) seen.push(node);
      await press('Tab');
    }
    assert.equal(new Set(seen.map(({ name }) => name)).size, count, 'Tab reaches every routine once');
    const placed = seen.toSorted((a, b) => Math.round(a.x - b.x) || a.y - b.y);
    assert.deepEqual(seen, placed);
    for (const { name, role } of seen) {
      assert.equal(role, 'link');
      assert.match(
        name,
        /^(procedure|function|trigger|event|view) \S+, (not defined in any source file, )?calls \d+, called by \d+$/,
      );
    }
    assert.ok(seen.some(({ name }) => /^procedure shop\.reserve_stock, calls 1, called by \d$/.test(name)));
  });

  it('follows the calls by arrow keys, and lets go by Escape', async () => {
    const caller = await focus('shop.place_order');
    await press('ArrowRight');
    const callee = await mustFocus(/called by [1-9]/);
    assert.ok(callee.x > caller.x, 'right is a callee');
    await press('ArrowLeft');
    const back = await mustFocus(/calls [1-9]/);
    assert.ok(back.x < callee.x, 'left is a caller');
    const start = await focus('shop.place_order');
    await press('ArrowDown');
    const below = await mustFocus(/./);
    assert.ok(below.y > start.y && Math.abs(below.x - start.x) < 1, 'down stays in the column');
    await press('ArrowUp');
    assert.deepEqual(await focused(), start);
    await press('Escape');
    assert.equal(await focused(), null);
  });

  for (const key of ['Enter', 'Space'])
    it(`opens the source by ${key}`, async () => {
      await focus('shop.reserve_stock');
      await press(key);
      await workbench().tab('stock.sql').waitFor();
      await workbench().command('View: Close Editor Group'); // the file beside the picture
      await workbench().tab('stock.sql').waitFor({ state: 'detached' });
      await workbench().webview().locator('[data-node]').first().waitFor();
    });

  for (const theme of themes)
    it(`has nothing serious against it, and a focus ring, in ${theme}`, async () => {
      await setTheme(workbench(), theme);
      frame = await webviewFrame(workbench().page);
      assert.deepEqual(await findSerious(frame), []);
      await focus('shop.reserve_stock');
      const own = await frame.evaluate<Ring>(`(${ringOf})('shop.reserve_stock')`);
      const other = await frame.evaluate<Ring>(`(${ringOf})('shop.place_order')`);
      assert.ok(
        own.width >= 3 && own.width > other.width && own.stroke !== other.stroke,
        JSON.stringify({ own, other }),
      );
      await workbench().picture(`call-graph-focus-${theme.replaceAll(' ', '-')}`);
    });
});
