/**
 * The waits of a person in the real editor, from the key or click to what is seen, beside those for VS Code's own
 * extensions in the same window; and the size and the start of the extension.
 */
import { existsSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Workbench } from '../vscode/workbench';
import { repositoryPath } from '../repository';
import { startBrowser } from '../vscode/browser';
import { CodeServer } from '../vscode/code-server';
import { findVsCode } from '../vscode/vscode-program';
import { measureBundle } from './bundle';
import { makeWorkspace } from './make-workspace';
import { printLine, printRatio } from './measure';
import { median, p95 } from './probe';

const packed = repositoryPath('out', 'sproc.vsix');
const keys = 40;
const openings = 5;
const files = 2_500;
const patienceMs = 60_000;

export async function measureEditor(): Promise<void> {
  if (!existsSync(packed)) throw new Error('There is no out/sproc.vsix: run npm run package.');
  const program = await findVsCode('newest');
  if (!program.ok) throw new Error(program.error);
  print(`The editor: code-server ${program.value.version}`);
  print(`  ${'size of the .vsix'.padEnd(44)} ${(statSync(packed).size / 1e6).toFixed(2)} MB   (target < 2 MB)`);
  await measureBundle();
  const small = makeSmallFolder();
  const large = await makeLargeFolder();
  const server = await CodeServer.start({ program: program.value, extensions: [packed] });
  const browser = await startBrowser(program.value);
  try {
    const workbench = new Workbench(browser.page, server, repositoryPath('out'));
    for (const [about, folder] of [
      ['a folder with 2 routines', small],
      ['a folder with 10,000 routines', large],
    ] as const) {
      print(`  In ${about}`);
      const url = server.url({ folder });
      await measureOpening(workbench, url);
      await measureKeys(workbench);
      if (folder === large) await measureTree(workbench);
      await measureActivation(workbench);
    }
  } finally {
    await browser.stop();
    await server.stop();
    for (const folder of [small, large]) await rm(folder, { recursive: true, force: true });
  }
}

function makeSmallFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sproc-editor-'));
  mkdirSync(path.join(folder, 'procedures'));
  writeFileSync(path.join(folder, 'sproc.json'), '{ "schema": "shop", "sources": ["procedures/**/*.sql"] }');
  addPeers(folder);
  return folder;
}

async function makeLargeFolder(): Promise<string> {
  const { folder } = await makeWorkspace(files);
  addPeers(folder);
  return folder;
}

/** Adds the files in which mistakes are looked at and typed: for Sproc, and for VS Code's own checks of CSS. */
function addPeers(folder: string): void {
  writeFileSync(path.join(folder, 'procedures', 'wrong.sql'), 'CREATE PROCEDURE wrong() CALL nobody_wrote_this();\n');
  writeFileSync(path.join(folder, 'procedures', 'right.sql'), 'CREATE PROCEDURE right_one() CALL right_one();\n');
  writeFileSync(path.join(folder, 'wrong.css'), 'a { color: }\n');
  writeFileSync(path.join(folder, 'right.css'), 'a { color: red }\n');
}

const marked = "document.querySelector('.editor-group-container.active .squiggly-error') !== null";

/** Measures from the Enter of Quick Open to the first squiggle: at once in a new window, and again. */
async function measureOpening(workbench: Workbench, url: string): Promise<void> {
  const took: Record<'css' | 'sql', readonly number[]> = { css: [], sql: [] };
  for (const kind of ['css', 'sql'] as const) {
    await workbench.open(url);
    const times: number[] = [];
    for (let i = 0; i <= openings; i++) {
      times.push(await openUntilMarked(workbench, `wrong.${kind}`));
      await workbench.command('View: Close All Editors');
    }
    took[kind] = times;
  }
  printRatio('first squiggle in a new window (< 1.5 s)', took.sql[0] ?? NaN, peer('CSS by VS Code', took.css[0]));
  printRatio('later, median of 5', median(took.sql.slice(1)), peer('CSS by VS Code', median(took.css.slice(1))));
}

function peer(name: string, ms = NaN): { readonly name: string; readonly ms: number } {
  return { name, ms };
}

async function openUntilMarked(workbench: Workbench, file: string): Promise<number> {
  const { page } = workbench;
  const chosen = page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: file });
  for (;;) {
    await page.keyboard.press('Control+P');
    await workbench.fill(file);
    const isThere = await chosen.waitFor({ timeout: 2_000 }).then(
      () => true,
      () => false,
    );
    if (isThere) break;
    await page.keyboard.press('Escape');
  }
  return untilSeen(workbench, marked, () => page.keyboard.press('Enter'));
}

/** Reads the time of the activation from VS Code's own list. */
async function measureActivation(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  await workbench.command('Developer: Show Running Extensions');
  const rows = page.locator('.runtime-extensions-editor .monaco-list-row');
  await rows.first().waitFor();
  const texts = await rows.allInnerTexts();
  const times = texts.flatMap((text) => {
    const [name = ''] = text.split('\n').filter((line) => line.trim() !== '');
    const ms = /Activation: (\d+)ms/.exec(text)?.[1];
    return ms === undefined ? [] : [{ name: name.trim(), ms: Number(ms) }];
  });
  const own = times.find(({ name }) => name.startsWith('Sproc'));
  if (own === undefined) throw new Error(`Sproc is not in the list of running extensions:\n${texts.join('\n')}`);
  const others = times.filter(({ name }) => name !== own.name).map(({ name, ms }) => `${name} ${ms} ms`);
  printLine('  activation (< 100 ms)', own.ms, others.slice(0, 4).join(', '));
}

/** Measures from the key that makes a mistake to its squiggle. */
async function measureKeys(workbench: Workbench): Promise<void> {
  const took = {
    sql: await typeMistakes(workbench, 'right.sql', { line: 1, column: 40, key: 'x' }),
    css: await typeMistakes(workbench, 'right.css', { line: 1, column: 15, key: ':' }),
  };
  printRatio(`key to squiggle, p95 of ${keys} (< 300 ms)`, p95(took.sql), peer('CSS by VS Code', p95(took.css)));
  printRatio('half of them', median(took.sql), peer('CSS by VS Code', median(took.css)));
}

interface Mistake {
  readonly line: number;
  readonly column: number;
  readonly key: string;
}

async function typeMistakes(
  workbench: Workbench,
  file: string,
  { line, column, key }: Mistake,
): Promise<readonly number[]> {
  const { page } = workbench;
  await workbench.openFile(file);
  await page.waitForTimeout(1_000);
  await workbench.goTo(line, column);
  const times: number[] = [];
  for (let i = 0; i < keys; i++) {
    times.push(await untilSeen(workbench, marked, () => page.keyboard.press(key)));
    await untilSeen(workbench, `!(${marked})`, () => page.keyboard.press('Backspace'));
    await page.waitForTimeout(100 + 13 * (i % 10));
  }
  await workbench.command('File: Revert File');
  await workbench.command('View: Close All Editors');
  return times;
}

/** Measures from the click or key that opens a list of 10,000 to its first rows. */
async function measureTree(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  const rowsOf = (level: number): string =>
    `document.querySelectorAll('.part.sidebar .monaco-list-row[aria-level="${level}"]').length > 5`;
  const icon = page.locator('.activitybar .action-item a.action-label[aria-label^="Sproc"]');
  const anyRow = `document.querySelector('.part.sidebar .monaco-list-row[aria-label^="shop"]') !== null`;
  const first = await untilSeen(workbench, anyRow, () => icon.click());
  const again: number[] = [];
  await workbench.row(/^shop/).click();
  for (let i = 0; i < openings; i++) {
    await page.waitForTimeout(1_000);
    if (await page.evaluate<boolean>(rowsOf(2))) await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(`!(${rowsOf(2)})`);
    again.push(await untilSeen(workbench, rowsOf(2), () => page.keyboard.press('ArrowRight')));
  }
  printLine('  view of 10,000 routines, its first row', first, '');
  printLine('  unfolded, first rows, median of 5 (< 300 ms)', median(again), '');
}

/** Returns the milliseconds from the next key or click to the frame in which the condition holds, inside the page. */
async function untilSeen(workbench: Workbench, condition: string, act: () => Promise<void>): Promise<number> {
  const ready = `globalThis.benchAt = undefined;
    for (const event of ['keydown', 'pointerdown'])
      addEventListener(event, () => { globalThis.benchAt ??= performance.now(); }, { capture: true, once: true });`;
  await workbench.page.evaluate(ready);
  const seen = workbench.page.evaluate<number>(`new Promise((resolve) => {
    const look = () => globalThis.benchAt !== undefined && (${condition})
      ? resolve(performance.now() - globalThis.benchAt) : requestAnimationFrame(look);
    look();
  })`);
  const tooLate = pause(patienceMs, null, { ref: false });
  await act();
  const ms = await Promise.race([seen, tooLate]);
  if (ms === null) {
    await workbench.shot('bench-waits');
    throw new Error(`This is not seen (out/bench-waits.png): ${condition}`);
  }
  return ms;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
