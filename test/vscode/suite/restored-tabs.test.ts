/** Tabs that VS Code restores in a new window: each has its text again, or a sentence that says how to get it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openSproc, uriOf } from './workbench';

describe('a tab that was open when the window was reloaded', () => {
  before(openSproc);

  const project = (): string => uriOf('').toString().replace(/\/$/, '');
  const step = { environment: 'dev', deployment: 'd0', step: 0, side: 'before' };
  const part = { plan: 'sproc-plan:/gone', fingerprint: 'f', step: 0, part: 'before' };
  const restored: Readonly<Record<string, readonly [scheme: string, query: () => string, expected: RegExp]>> = {
    plan: ['sproc-plan', project, /^This plan is gone: .* Make a new one\.\n$/],
    'side of a plan': ['sproc-plan', () => JSON.stringify(part), /^-- This plan is gone: .* Make a new one\.\n$/],
    report: ['sproc-report', () => '', /^This report is gone: .* Run its command again\.\n$/],
    'side of a comparison': ['sproc-compared', () => '999', /^-- This comparison is over\. Compare again\.\n$/],
    'text that does not exist any more': [
      'sproc',
      () => JSON.stringify({ project: project(), ref: 'no_such_routine' }),
      /^-- No file defines no_such_routine\./,
    ],
    'step of a deployment': ['sproc-ledger', () => JSON.stringify({ project: project(), ...step }), /^-- .+\n$/],
  };

  for (const [what, [scheme, query, expected]] of Object.entries(restored)) {
    it(`with a ${what} is never blank`, async () => {
      const uri = vscode.Uri.from({ scheme, path: `/${what}.sql`, query: query() });
      assert.match((await vscode.workspace.openTextDocument(uri)).getText(), expected);
    });
  }
});
