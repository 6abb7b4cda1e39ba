/** A tree of rows that requests children when they are opened, and again after a change. */
import { EventEmitter, window, type Disposable, type TreeDataProvider, type TreeItem, type TreeView } from 'vscode';
import { toTreeItem, type Row } from './row';

/** Changes come in swarms (a deployment, a checkout): one refresh for each swarm. In milliseconds. */
const settling = 150;

export class Tree implements TreeDataProvider<Row>, Disposable {
  readonly #roots: () => Promise<readonly Row[]>;
  readonly #changed = new EventEmitter<void>();
  readonly #view: TreeView<Row>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(id: string, roots: () => Promise<readonly Row[]>) {
    this.#roots = roots;
    this.#view = window.createTreeView(id, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
  }

  getTreeItem(row: Row): TreeItem {
    return toTreeItem(row);
  }

  async getChildren(row?: Row): Promise<Row[]> {
    return [...(row === undefined ? await this.#roots() : ((await row.children?.()) ?? []))];
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
