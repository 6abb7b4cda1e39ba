/** Opens the differences of a comparison in VS Code's own editors: one in the diff editor, many in the multi-diff editor. */
import { commands as vscodeCommands, TabInputTextDiff, Uri, window, type Disposable } from 'vscode';
import { visible } from '#protocol';
import { contextKeys } from '../workbench/contributions';
import type { Comparison } from './comparison';
import type { ComparedDocuments } from './compared-documents';
import { hasDiff, isDeployable, type DifferenceEntry } from './differences';
import type { Replacement } from './replaced-file';
import { nameSide, titleOf } from './sides';

/** The subject of an open diff. */
export interface OpenDiff {
  readonly comparison: Comparison;
  readonly entry: DifferenceEntry;
}

export class Diffs implements Disposable {
  readonly #documents: ComparedDocuments;
  /** The subjects by the address of the left document. */
  readonly #open = new Map<string, OpenDiff>();
  readonly #parts: readonly Disposable[];

  constructor(documents: ComparedDocuments) {
    this.#documents = documents;
    this.#parts = [
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed)
          if (input instanceof TabInputTextDiff) this.#open.delete(String(input.original));
        this.#announce();
      }),
      window.tabGroups.onDidChangeTabGroups(() => this.#announce()),
    ];
  }

  /** Returns the subject of the diff in the active tab; null for any other tab. */
  active(): OpenDiff | null {
    const input = window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof TabInputTextDiff ? (this.#open.get(String(input.original)) ?? null) : null;
  }

  /** Opens one routine's diff. The right side is the file itself where it is the workspace. */
  async open(comparison: Comparison, entry: DifferenceEntry, preserveFocus = false): Promise<void> {
    const { texts } = entry;
    if (texts === null) return;
    const [item] = this.#items(comparison, [entry]);
    if (item === undefined) return;
    const empty = (): Uri => this.#documents.add(item.path, { kind: 'text', text: '' });
    const [left, right] = [item.left ?? empty(), item.right ?? empty()];
    this.#open.set(String(left), { comparison, entry });
    await vscodeCommands.executeCommand('vscode.diff', left, right, titleOf(comparison, texts), {
      preview: true,
      preserveFocus,
    });
    this.#announce();
  }

  /** Opens all in one editor, a file with several routines once. Returns how many files and texts it has. */
  async openAll(comparison: Comparison, entries: readonly DifferenceEntry[]): Promise<number> {
    const items = this.#items(comparison, entries.filter(hasDiff));
    if (items.length === 0) return 0;
    const title = visible(`${nameSide(comparison.left)} ↔ ${nameSide(comparison.right)}`);
    const resources = items.map(({ path, left, right }) => [right ?? left ?? Uri.file(path), left, right]);
    await vscodeCommands.executeCommand('vscode.changes', title, resources);
    return items.length;
  }

  #items(comparison: Comparison, entries: readonly DifferenceEntry[]): readonly DiffItem[] {
    const items: DiffItem[] = [];
    const inFiles = new Map<string, { readonly file: Uri; readonly replacements: Replacement[] }>();
    for (const { routine, target, texts } of entries) {
      if (texts === null) continue;
      const place = texts.right?.place;
      if (place == null) {
        items.push(this.#textItem(`/${routine.replace(':', ' ')}.sql`, texts.left?.text, texts.right?.text));
        continue;
      }
      const id = `${place.file} ${target ?? ''}`;
      const known = inFiles.get(id) ?? {
        file: Uri.joinPath(Uri.parse(comparison.project), place.file),
        replacements: [],
      };
      const replaced = {
        start: place.start,
        end: place.end,
        own: texts.right?.text ?? '',
        text: texts.left?.text ?? '',
      };
      known.replacements.push(replaced);
      inFiles.set(id, known);
    }
    for (const { file, replacements } of inFiles.values()) {
      const left = this.#documents.add(file.path, { kind: 'file', file, replacements });
      items.push({ path: file.path, left, right: file });
    }
    return items;
  }

  #textItem(path: string, left: string | undefined, right: string | undefined): DiffItem {
    const add = (text: string | undefined): Uri | undefined =>
      text === undefined ? undefined : this.#documents.add(path, { kind: 'text', text: `${text}\n` });
    return { path, left: add(left), right: add(right) };
  }

  /** Shows or hides the button in the editor's title. */
  #announce(): void {
    const active = this.active();
    const canDeploy = active !== null && active.comparison.target !== null && isDeployable(active.entry);
    void vscodeCommands.executeCommand('setContext', contextKeys.canDeployCompared, canDeploy);
  }

  dispose(): void {
    for (const part of this.#parts) part.dispose();
  }
}

interface DiffItem {
  readonly path: string;
  /** The address; undefined for a side without the routine. */
  readonly left: Uri | undefined;
  readonly right: Uri | undefined;
}
