/** Rules of accessibility, asked of a page inside the editor. */
import axe, { type AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** Returns the document inside the only visible webview. */
export async function webviewFrame(page: Page): Promise<Frame> {
  const handle = await page.frameLocator('iframe.webview.ready').locator('iframe#active-frame').elementHandle();
  const frame = await handle.contentFrame();
  if (!frame) throw new Error('The webview has no document.');
  return frame;
}

/** Returns a line for each serious or critical violation, with the markup of the first element. */
export async function findSerious(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate<AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}, for example ${nodes[0]?.html ?? ''})`);
}
