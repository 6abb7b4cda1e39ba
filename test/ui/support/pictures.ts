/** Pictures of the workbench that are compared with each other, as an eye does; what moves by itself is left out. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { repositoryPath } from '../../../scripts/repository';
import type { Workbench } from '../../../scripts/vscode/workbench';

/** Distance of two colours in OKLab from which an eye sees them apart; 1 is between black and white. */
const threshold = 0.05;
/** The most time that a screen has to come to rest. */
const patienceMs = 20_000;

/** Hides everything that blinks, fades, follows the mouse, or counts the ports of the machine. */
const withoutMovement = `
  .cursors-layer, .scrollbar, .monaco-progress-container, .minimap, .monaco-hover, .workbench-hover-container,
  .notifications-toasts { visibility: hidden !important; }
  .statusbar-item:has(.codicon-radio-tower) { display: none !important; }
  * { transition: none !important; }
`;

/** Returns the number of pixels that an eye sees apart; smoothed edges of letters do not count. */
export function countDifferences(one: PNG, other: PNG, marked?: PNG): number {
  const { width, height } = one;
  if (other.width !== width || other.height !== height) return Math.max(width * height, other.width * other.height);
  return pixelmatch(one.data, other.data, marked?.data ?? null, width, height, { threshold });
}

/** Returns a picture of the screen once it has come to rest: two pictures in a row are equal. */
export async function pictureAtRest(workbench: Workbench, moving: readonly Locator[] = []): Promise<PNG> {
  await workbench.page.mouse.move(560, 784); // where nothing is hovered over
  let last: PNG | null = null;
  for (const end = Date.now() + patienceMs; ;) {
    const still = { animations: 'disabled', caret: 'hide', style: withoutMovement } as const;
    const next = PNG.sync.read(await workbench.page.screenshot({ ...still, mask: [...moving] }));
    if (last !== null && next.data.equals(last.data)) return next;
    if (Date.now() > end) throw new Error('The screen does not come to rest.');
    last = next;
    await workbench.page.waitForTimeout(150);
  }
}

/** Throws, and keeps both pictures, if the second is not as the first. */
export function mustEqual(name: string, one: PNG, other: PNG): void {
  const count = countDifferences(one, other);
  if (count === 0) return;
  keepDifference(name.replaceAll(' ', '-'), one, other);
  throw new Error(`${name} differs in ${count} pixels: see out/pictures.`);
}

/** Keeps two pictures that differ, and a third that marks where, in out/pictures. */
function keepDifference(name: string, one: PNG, other: PNG): void {
  mkdirSync(repositoryPath('out', 'pictures'), { recursive: true });
  const marked = new PNG({ width: one.width, height: one.height });
  countDifferences(one, other, marked);
  for (const [suffix, picture] of Object.entries({ before: one, after: other, difference: marked }))
    writeFileSync(repositoryPath('out', 'pictures', `${name}-${suffix}.png`), PNG.sync.write(picture));
}
