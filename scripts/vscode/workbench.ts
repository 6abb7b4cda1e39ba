/** The actions and views of a person in VS Code's workbench, in few words. */
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { repositoryPath } from '../repository';
import type { CodeServer } from './code-server';

/** Milliseconds for every wait. A machine may be slow or busy; only a missing effect is a failure. */
const patienceMs = 90_000;
/** Milliseconds without an effect after which an action is repeated. */
const againMs = 6_000;

export class Workbench {
  readonly page: Page;
  readonly server: CodeServer;
  readonly #shots: string;

  constructor(page: Page, server: CodeServer, shots: string) {
    this.page = page;
    this.server = server;
    this.#shots = shots;
    page.setDefaultTimeout(patienceMs);
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page.locator('.monaco-workbench .activitybar').waitFor();
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /**
   * Repeats an action until its effect is seen: a clicked element may be redrawn at that moment, and the click be lost.
   * Repeating must be harmless.
   */
  async until(
    effect: Locator | (() => Promise<boolean>),
    act: () => Promise<unknown>,
    pauseMs = againMs,
  ): Promise<void> {
    const isSeen = typeof effect === 'function' ? effect : () => effect.first().isVisible();
    for (const end = Date.now() + patienceMs; ;) {
      const problem: unknown = await act().then(
        () => new Error('What was done has no effect.'),
        (error: unknown) => error,
      );
      if (await this.#appears(isSeen, pauseMs)) return;
      if (Date.now() > end) throw problem;
    }
  }

  /** Clicks until the effect is seen. */
  async click(target: Locator, effect: Locator | (() => Promise<boolean>), pauseMs = againMs): Promise<void> {
    await target.waitFor();
    await this.until(effect, () => target.click({ timeout: againMs }), pauseMs);
  }

  async #appears(isSeen: () => Promise<boolean>, withinMs: number): Promise<boolean> {
    for (const end = Date.now() + withinMs; ;) {
      if (await isSeen()) return true;
      if (Date.now() > end) return false;
      await this.page.waitForTimeout(100);
    }
  }

  /**
   * Picks a command by its title from the palette. Extensions add their commands some time after the workbench is
   * shown, and an open palette does not include them: so it is opened again.
   */
  async command(title: string): Promise<void> {
    for (const end = Date.now() + patienceMs; ;) {
      await this.until(this.#quickInput, () => this.page.keyboard.press('F1'), 2_000);
      await this.#quickInput.fill(`>${title}`);
      try {
        await this.choice(title).waitFor({ timeout: 1500 });
        break;
      } catch (problem) {
        if (Date.now() > end) throw problem;
        await this.page.keyboard.press('Escape');
      }
    }
    await this.pick(title);
  }

  /** Picks an entry of an open quick pick, and waits until that is gone: the next may have an entry of the same name. */
  async pick(text: string): Promise<void> {
    await this.choice(text).waitFor();
    const question = await this.#question();
    await this.click(this.choice(text), async () => (await this.#question()) !== question);
  }

  /** Returns the title of the open quick pick; null if none is open. */
  async #question(): Promise<string | null> {
    const widget = this.page.locator('.quick-input-widget');
    if (!(await widget.isVisible())) return null;
    const title = await widget.locator('.quick-input-titlebar').textContent();
    return `${title ?? ''} ${(await this.#quickInput.getAttribute('placeholder')) ?? ''}`;
  }

  /** Ticks every entry of a quick pick for several, one of which has this text, and accepts. */
  async pickAll(text: string): Promise<void> {
    const ticked = this.choice(text).and(this.page.locator('[aria-checked="true"]'));
    await this.choice(text).waitFor();
    if (!(await ticked.isVisible()))
      await this.click(this.page.getByRole('checkbox', { name: 'Toggle all checkboxes' }), ticked);
    await this.page.keyboard.press('Enter');
    await ticked.waitFor({ state: 'hidden' });
  }

  /** Answers an input box, once it asks for this. */
  async answer(prompt: string | RegExp, text: string): Promise<void> {
    await this.page.locator('.quick-input-widget').filter({ hasText: prompt }).waitFor();
    await this.#quickInput.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Opens a file of the workspace by its name, or by as much of its path as distinguishes it. */
  async openFile(file: string): Promise<void> {
    const name = file.slice(file.lastIndexOf('/') + 1);
    // The list comes in pieces, under the mouse as it were: only what it has chosen by itself stays where it is.
    const chosen = this.page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: name });
    const opened = this.page.locator('.tabs-container .tab.active').filter({ hasText: name });
    const appears = (locator: Locator): Promise<boolean> => this.#appears(() => locator.first().isVisible(), againMs);
    // Shortly after the start the list may stay empty, or another view may take the keys away: then ask again.
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('Control+P');
      await this.#quickInput.waitFor();
      await this.#quickInput.fill(file);
      if (await appears(chosen)) {
        await this.page.keyboard.press('Enter');
        if (await appears(opened)) break;
      }
      if (attempt === 10) throw new Error(`Quick Open does not open ${file}.`);
      await this.page.keyboard.press('Escape');
    }
    await this.page.locator('.editor-instance .view-lines').first().waitFor();
  }

  /** Opens a view container by the title of its icon; a click on the icon of an open one would close it. */
  async openViews(title: string): Promise<void> {
    const icon = this.page.locator('.activitybar .action-item').filter({
      has: this.page.locator(`a.action-label[aria-label^="${title}"]`),
    });
    const isOpen = async (): Promise<boolean> =>
      ((await icon.getAttribute('class')) ?? '').split(' ').includes('checked');
    await icon.waitFor();
    await this.until(isOpen, async () => {
      if (!(await isOpen())) await icon.click({ timeout: againMs });
    });
  }

  choice(text: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
  }

  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: name });
  }

  /** Returns a row of a tree in the side bar. */
  row(text: string | RegExp): Locator {
    return this.page.locator('.part.sidebar .monaco-list-row').filter({ hasText: text }).first();
  }

  /** Unfolds a row of a tree in the side bar: a click on one that is open would close it again. */
  async expand(row: Locator): Promise<void> {
    const isOpen = async (): Promise<boolean> => (await row.getAttribute('aria-expanded')) === 'true';
    await row.waitFor();
    await this.until(isOpen, async () => {
      if (!(await isOpen())) await row.locator('.monaco-tl-twistie').click({ timeout: againMs });
    });
  }

  /**
   * Returns a row, scrolled to in its view: a long tree contains only the visible rows. Its content may come later, so
   * that the end may move, and the search goes up again and down again.
   */
  async scrollTo(view: string, text: string | RegExp): Promise<Locator> {
    const pane = this.page.locator('.part.sidebar .pane').filter({
      has: this.page.locator(`.pane-header[aria-label^="${view}"]`),
    });
    const row = pane.locator('.monaco-list-row').filter({ hasText: text }).first();
    await pane.locator('.monaco-list').first().waitFor();
    if (await row.isVisible()) return row;
    let turns = 0;
    const scroll = async (): Promise<void> => {
      await pane.locator('.monaco-list').first().hover();
      await this.page.mouse.wheel(0, Math.floor(turns++ / 40) % 2 === 0 ? 60 : -60);
    };
    await this.until(row, scroll, 100);
    return row;
  }

  /**
   * Moves the cursor of the open editor to a place, from 1, and waits until it is there and keys reach the text again.
   */
  async goTo(line: number, column: number): Promise<void> {
    await this.until(this.statusBar(new RegExp(`Ln ${line}, Col ${column}\\b`)), async () => {
      await this.page.keyboard.press('Control+G');
      await this.#quickInput.fill(`:${line}:${column}`, { timeout: againMs });
      await this.page.keyboard.press('Enter');
    });
    await this.#quickInput.waitFor({ state: 'hidden' });
    const takesKeys = this.page.locator('.editor-instance .monaco-editor.focused').first();
    await this.until(takesKeys, () => this.page.keyboard.press('Control+1'));
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  /** Returns the open dialog. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Presses a button of the dialog until the effect is seen. */
  async press(button: string, effect: Locator | (() => Promise<boolean>)): Promise<void> {
    await this.click(this.dialog().getByRole('button', { name: button }), effect);
  }

  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  squiggles(kind: 'error' | 'warning' | 'info'): Locator {
    return this.page.locator(`.monaco-editor .squiggly-${kind}`);
  }

  /** Returns the text of the visible editor, or of the right side of a diff. */
  editor(): Locator {
    return this.page.locator('.editor-instance .view-lines').last();
  }

  /** Returns the document inside the only visible webview. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Types into the open quick pick. */
  async fill(text: string): Promise<void> {
    await this.#quickInput.fill(text);
  }

  /** Keeps a picture for a person to look at, in out/pictures, without caret and animations. */
  async picture(name: string): Promise<Buffer> {
    const path = repositoryPath('out', 'pictures', `${name}.png`);
    return this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  }

  /** Keeps a picture, numbered as the walk goes. */
  async shot(name: string): Promise<void> {
    await this.page.screenshot({ path: `${this.#shots}/${name}.png` });
  }

  get #quickInput(): Locator {
    return this.page.locator('.quick-input-widget input.input');
  }
}
