/** The actions of the suites in the workbench, in few words. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Choice, Dialogs } from '../../../client/src/workbench/dialogs';
import { fillForm, type Answers } from '../../../client/src/workbench/form';
import type { TestAccess } from '../../../client/src/extension';
import type { Row } from '../../../client/src/views/row';
import type { Tree } from '../../../client/src/views/tree';

export async function openSproc(): Promise<TestAccess> {
  const extension = vscode.extensions.getExtension<TestAccess | undefined>('sproc.sproc');
  assert.ok(extension, 'Sproc is not installed');
  const access = await extension.activate();
  assert.ok(access, 'Sproc gives tests no access');
  return access;
}

export function uriOf(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

export async function write(path: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uriOf(path), new TextEncoder().encode(text));
}

export async function read(path: string): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf(path)));
}

/** Reads a value repeatedly until it is as expected; fails with the last one after a time limit. */
export async function eventually<T>(look: () => T | Promise<T>, isExpected: (value: T) => boolean): Promise<T> {
  const end = Date.now() + 15_000;
  for (;;) {
    const value = await look();
    if (isExpected(value)) return value;
    if (Date.now() > end) assert.fail(`It never came to be so: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Returns `error missing-routine 3: message` for each of our diagnostics of a file. */
export function diagnosticsOf(path: string): readonly string[] {
  return vscode.languages
    .getDiagnostics(uriOf(path))
    .filter(({ source }) => source === 'Sproc')
    .map(({ code, range }) => `${nameOfCode(code)} ${range.start.line + 1}`);
}

/** Returns the code of a diagnostic, which may have a link. */
function nameOfCode(code: vscode.Diagnostic['code']): string {
  return String(typeof code === 'object' ? code.value : (code ?? ''));
}

/** Returns the rows beneath a path of labels: `label · description`. */
export async function rowsOf(tree: Tree, ...path: readonly string[]): Promise<readonly string[]> {
  return (await openRow(tree, path)).map(({ label, description }) =>
    description === undefined || description === '' ? label : `${label} · ${description}`,
  );
}

/** Returns the routines of an environment: `in sync: post_totals · 1.0.0`; and the rows that are not groups as they are. */
export async function routinesIn(tree: Tree, environment: string): Promise<readonly string[]> {
  const groups = await openRow(tree, [environment]);
  const lists = await Promise.all(
    groups.map(async ({ label, children }) =>
      children === undefined ? [label] : (await rowsOf(tree, environment, label)).map((row) => `${label}: ${row}`),
    ),
  );
  return lists.flat();
}

export async function findRow(tree: Tree, ...path: readonly string[]): Promise<Row> {
  const row = (await openRow(tree, path.slice(0, -1))).find(({ label }) => label === path.at(-1));
  assert.ok(row, `no row ${path.join(' → ')}`);
  return row;
}

async function openRow(tree: Tree, path: readonly string[]): Promise<readonly Row[]> {
  let rows = await tree.getChildren();
  for (const label of path) {
    const row = rows.find((candidate) => candidate.label === label);
    assert.ok(row, `no row ${label} among ${rows.map((candidate) => candidate.label).join(', ')}`);
    rows = await tree.getChildren(row);
  }
  return rows;
}

/** A person who presses the buttons of these labels in questions and in messages, picks the item with the words, and records every message. */
export interface Person extends Dialogs {
  readonly heard: string[];
}

export function personWho(does: {
  readonly presses?: string | readonly string[];
  /** The button of a message that does not ask anything. */
  readonly pressesInMessage?: string;
  readonly picks?: readonly string[];
  readonly types?: string;
  /** The answers to a form, by the name of the field; others stay as they are proposed. */
  readonly fills?: Answers;
}): Person {
  const heard: string[] = [];
  const choose = <T>(choices: readonly Choice<T>[], title: string): readonly T[] => {
    heard.push(title);
    return choices.filter(({ label }) => does.picks?.some((words) => label.includes(words))).map(({ value }) => value);
  };
  return {
    heard,
    confirm: ({ message, detail = '', answers }) => {
      heard.push(`${message}\n${detail}`);
      return Promise.resolve(answers.find((answer) => [does.presses].flat().includes(answer)));
    },
    pick: (choices, title) => Promise.resolve(choose(choices, title)[0]),
    pickMany: (choices, title) => Promise.resolve(choose(choices, title)),
    ask: ({ title, check }) => {
      heard.push(title);
      const text = does.types;
      return Promise.resolve(text === undefined || check?.(text) != null ? undefined : text);
    },
    fill: (title, fields, earlier) => {
      heard.push(title);
      const given = does.fills;
      if (given === undefined) return Promise.resolve(undefined);
      return fillForm(fields, ({ field, value }) => Promise.resolve({ answer: given[field.name] ?? value }), earlier);
    },
    report: (kind, message, ...answers) => {
      heard.push(`${kind}: ${message}`);
      return Promise.resolve(answers.find((answer) => answer === does.pressesInMessage));
    },
  };
}

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
