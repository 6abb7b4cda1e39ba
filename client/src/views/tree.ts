/** A tree of rows that requests children when they are opened, and again after a change. */
import {
  EventEmitter,
  MarkdownString,
  window,
  type Disposable,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
} from 'vscode';
import type { Badge } from './model/badge';
import { toTreeItem, type Row } from './row';

/** Changes come in swarms (a deployment, a checkout): one refresh for each swarm. In milliseconds. */
const settling = 150;

export class Tree implements TreeDataProvider<Row>, Disposable {
  readonly #roots: () => Promise<readonly Row[]>;
  readonly #changed = new EventEmitter<void>();
  readonly #view: TreeView<Row>;
  readonly #title: () => string | null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  /**
   * Makes the view.
   * @param title Returns the sentence above the rows, after they were made; null for none.
   */
  constructor(id: string, roots: () => Promise<readonly Row[]>, title: () => string | null = () => null) {
    this.#roots = roots;
    this.#title = title;
    this.#view = window.createTreeView(id, { treeDataProvider: this, showCollapseAll: true, canSelectMany: true });
  }

  /** The sentence above the rows; empty for none. */
  get message(): string {
    return this.#view.message ?? '';
  }

  get badge(): Badge | null {
    return this.#view.badge ?? null;
  }

  set badge(badge: Badge | null) {
    this.#view.badge = badge ?? undefined;
  }

  getTreeItem(row: Row): TreeItem {
    return toTreeItem(row);
  }

  async resolveTreeItem(item: TreeItem, row: Row): Promise<TreeItem> {
    if (row.explain !== undefined) item.tooltip = new MarkdownString().appendText(await row.explain());
    return item;
  }

  async getChildren(row?: Row): Promise<Row[]> {
    const rows = [...(row === undefined ? await this.#roots() : ((await row.children?.()) ?? []))];
    this.#view.message = this.#title() ?? '';
    return rows;
  }

  refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire(), settling);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#view.dispose();
    this.#changed.dispose();
  }
}
