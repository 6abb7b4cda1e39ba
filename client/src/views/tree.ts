/** A tree of rows that requests children when they are opened, and again after a change. */
import { EventEmitter, window, type Disposable, type TreeDataProvider, type TreeItem, type TreeView } from 'vscode';
import { visible, visibleLines } from '#protocol';
import type { Badge } from './model/badge';
import { toTreeItem, type Row } from './row';

/** Changes come in swarms (a deployment, a checkout): one refresh for each swarm. In milliseconds. */
const settling = 150;

export class Tree implements TreeDataProvider<Row>, Disposable {
  readonly #roots: () => Promise<readonly Row[]>;
  readonly #changed = new EventEmitter<void>();
  readonly #view: TreeView<Row>;
  readonly #title: () => string | null;
  readonly #parents = new WeakMap<Row, Row>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  /**
   * Makes the view.
   * @param title Returns the sentence above the rows, after they were made; null for none.
   * @param canSelectMany False if every command of the rows is for one of them.
   */
  constructor(
    id: string,
    roots: () => Promise<readonly Row[]>,
    title: () => string | null = () => null,
    canSelectMany = true,
  ) {
    this.#roots = roots;
    this.#title = title;
    this.#view = window.createTreeView(id, { treeDataProvider: this, showCollapseAll: true, canSelectMany });
  }

  /** The sentence above the rows; empty for none. */
  get message(): string {
    return this.#view.message ?? '';
  }

  get badge(): Badge | null {
    return this.#view.badge ?? null;
  }

  set badge(badge: Badge | null) {
    this.#view.badge = badge === null ? undefined : { ...badge, tooltip: visible(badge.tooltip) };
  }

  getTreeItem(row: Row): TreeItem {
    return toTreeItem(row);
  }

  async resolveTreeItem(item: TreeItem, row: Row): Promise<TreeItem> {
    if (row.explain !== undefined) item.tooltip = visibleLines(await row.explain());
    return item;
  }

  async getChildren(row?: Row): Promise<Row[]> {
    const rows = [...(row === undefined ? await this.#roots() : ((await row.children?.()) ?? []))];
    if (row !== undefined) for (const child of rows) this.#parents.set(child, row);
    this.#view.message = visibleLines(this.#title() ?? '');
    return rows;
  }

  getParent(row: Row): Row | undefined {
    return this.#parents.get(row);
  }

  /** Shows and selects a row that `getChildren` returned, and opens it. */
  async reveal(row: Row): Promise<void> {
    await this.#view.reveal(row, { select: true, focus: true, expand: true });
  }

  refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire(), settling);
  }

  /** Requests the rows again at once: a row that is to be shown may be new. */
  refreshNow(): void {
    clearTimeout(this.#timer);
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#view.dispose();
    this.#changed.dispose();
  }
}
