/** A headless browser with one page, for a workbench that code-server serves. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { removeAtEnd } from '../servers/guardian';
import type { VsCodeProgram } from './vscode-program';

export interface Browser {
  readonly page: Page;
  stop(): Promise<void>;
}

const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Starts the browser with a separate profile. */
export async function startBrowser({ browser }: VsCodeProgram): Promise<Browser> {
  const profile = mkdtempSync(path.join(tmpdir(), 'sproc-'));
  removeAtEnd(profile);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browser,
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    permissions: ['clipboard-read', 'clipboard-write'],
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet],
  });
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    async stop() {
      await context.close().catch(() => undefined); // a browser that crashed is closed
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
