/** What a person does and sees in VS Code's workbench, in few words. */
import type { FrameLocator, Locator, Page } from 'playwright-core';

export class Workbench {
  readonly page: Page;
  readonly #shots: string;

  constructor(page: Page, shots: string) {
    this.page = page;
    this.#shots = shots;
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page.locator('.monaco-workbench .activitybar').waitFor();
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /**
   * Picks a command by its title from the palette. Extensions bring their commands some time after the workbench shows,
   * and an open palette does not take them in: so it is asked again.
   */
  async command(title: string, patienceMs = 30_000): Promise<void> {
    const end = Date.now() + patienceMs;
    for (;;) {
      await this.page.keyboard.press('F1');
      await this.#quickInput.waitFor();
      await this.#quickInput.fill(`>${title}`);
      try {
        await this.choice(title).waitFor({ timeout: 1500 });
        break;
      } catch (problem) {
        if (Date.now() > end) throw problem;
        await this.page.keyboard.press('Escape');
      }
    }
    await this.choice(title).click();
  }

  /** Picks an entry of an open quick pick. */
  async pick(text: string): Promise<void> {
    await this.choice(text).click();
  }

  /** Ticks entries of a quick pick for several, and accepts. */
  async pickSeveral(...texts: readonly string[]): Promise<void> {
    for (const text of texts) await this.choice(text).locator('.quick-input-list-checkbox').click();
    await this.page.keyboard.press('Enter');
  }

  /** Answers an input box, once it asks for this. */
  async answer(prompt: string | RegExp, text: string): Promise<void> {
    await this.page.locator('.quick-input-widget').filter({ hasText: prompt }).waitFor();
    await this.#quickInput.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Opens a file of the workspace by its name, or by as much of its path as tells it from others. */
  async openFile(file: string): Promise<void> {
    const name = file.slice(file.lastIndexOf('/') + 1);
    // The list comes in pieces, under the mouse as it were: only what it has chosen by itself stays where it is.
    const chosen = this.page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: name });
    const opened = this.page.locator('.tabs-container .tab.active').filter({ hasText: name });
    const appears = (locator: Locator): Promise<boolean> =>
      locator.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
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

  /** Opens a view container by the title of its icon. */
  async openViews(title: string): Promise<void> {
    await this.page.locator(`.activitybar .action-item a.action-label[aria-label^="${title}"]`).click();
  }

  choice(text: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
  }

  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: name });
  }

  /** A row of a tree in the side bar. */
  row(text: string | RegExp): Locator {
    return this.page.locator('.part.sidebar .monaco-list-row').filter({ hasText: text }).first();
  }

  /** The same, scrolled to in its view: a long tree holds only the rows that are seen. */
  async scrollTo(view: string, text: string | RegExp): Promise<Locator> {
    const pane = this.page.locator('.part.sidebar .pane').filter({
      has: this.page.locator(`.pane-header[aria-label^="${view}"]`),
    });
    const row = pane.locator('.monaco-list-row').filter({ hasText: text }).first();
    await pane.locator('.monaco-list').hover();
    for (let turns = 0; turns < 40 && !(await row.isVisible()); turns++) {
      await this.page.mouse.wheel(0, 60);
      await this.page.waitForTimeout(100);
    }
    await row.waitFor();
    return row;
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  /** The dialog that stands before everything else. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  squiggles(kind: 'error' | 'warning' | 'info'): Locator {
    return this.page.locator(`.monaco-editor .squiggly-${kind}`);
  }

  /** The text of the visible editor, or of the right side of a diff. */
  editor(): Locator {
    return this.page.locator('.editor-instance .view-lines').last();
  }

  /** The document inside the only visible webview. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Keeps a picture, numbered as the walk goes. */
  async shot(name: string): Promise<void> {
    await this.page.screenshot({ path: `${this.#shots}/${name}.png` });
  }

  get #quickInput(): Locator {
    return this.page.locator('.quick-input-widget input.input');
  }
}
