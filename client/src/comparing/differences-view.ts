/** The Differences view: the last comparison in groups, with boxes to tick. It is shown only while there is one. */
import {
  commands as vscodeCommands,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCheckboxState,
  TreeItemCollapsibleState,
  window,
  type Disposable,
  type TreeCheckboxChangeEvent,
  type TreeDataProvider,
  type TreeView,
} from 'vscode';
import { visible } from '#protocol';
import { printMoment } from '../views/model/moments';
import { kindIcon } from '../views/model/state-appearance';
import { contextKeys, rowCommands, rowKinds, views } from '../workbench/contributions';
import type { Comparison } from './comparison';
import { entryNode, explainNode, groupNode, noteNode, type DifferenceNode } from './difference-nodes';
import {
  groupOrder,
  isDeployable,
  listEntries,
  noFilter,
  type DifferenceEntry,
  type DifferenceFilter,
} from './differences';
import { nameGroup, summarize } from './print-differences';
import { nameSide } from './sides';

export class DifferencesView implements TreeDataProvider<DifferenceNode>, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #view: TreeView<DifferenceNode>;
  readonly #ticked = new Set<string>();
  #comparison: Comparison | null = null;
  #filter = noFilter;
  #isOutdated = false;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor() {
    this.#view = window.createTreeView(views.differences, {
      treeDataProvider: this,
      showCollapseAll: true,
      manageCheckboxStateManually: true,
    });
    this.#view.onDidChangeCheckboxState((event) => this.tick(event));
  }

  get comparison(): Comparison | null {
    return this.#comparison;
  }

  get filter(): DifferenceFilter {
    return this.#filter;
  }

  /** The sentence above the rows. */
  get message(): string {
    return this.#view.message ?? '';
  }

  /** Shows a comparison; null closes the view. What the right side can bring to a server is ticked. */
  async show(comparison: Comparison | null): Promise<void> {
    const isSame = comparison?.left === this.#comparison?.left && comparison?.right === this.#comparison?.right;
    const before = new Set(
      isSame && this.#comparison !== null ? listEntries(this.#comparison.answer).map(({ id }) => id) : [],
    );
    const unticked = new Set([...before].filter((id) => !this.#ticked.has(id)));
    this.#comparison = comparison;
    this.#isOutdated = false;
    if (!isSame) this.#filter = noFilter;
    this.#ticked.clear();
    for (const entry of comparison === null ? [] : listEntries(comparison.answer))
      if (isBrought(entry) && !unticked.has(entry.id)) this.#ticked.add(entry.id);
    await vscodeCommands.executeCommand('setContext', contextKeys.hasDifferences, comparison !== null);
    const canSwap = comparison?.isBetweenEnvironments === true;
    await vscodeCommands.executeCommand('setContext', contextKeys.canSwapSides, canSwap);
    await vscodeCommands.executeCommand('setContext', contextKeys.canDeployTicked, comparison?.target != null);
    this.#draw();
    if (comparison !== null) await vscodeCommands.executeCommand(`${views.differences}.focus`);
  }

  setFilter(filter: DifferenceFilter): void {
    this.#filter = filter;
    this.#draw();
  }

  /** Says that the comparison may no longer be true. */
  outdate(project: string): void {
    if (this.#comparison?.project !== project || this.#isOutdated) return;
    this.#isOutdated = true;
    this.#describe();
  }

  /** Returns the entries that are shown. */
  entries(): readonly DifferenceEntry[] {
    return this.#comparison === null ? [] : listEntries(this.#comparison.answer, this.#filter);
  }

  /** Returns the ticked entries that are shown. */
  ticked(): readonly DifferenceEntry[] {
    return this.entries().filter((entry) => isDeployable(entry) && this.#ticked.has(entry.id));
  }

  tick({ items }: TreeCheckboxChangeEvent<DifferenceNode>): void {
    for (const [{ entry, children }, state] of items)
      for (const each of entry === null ? (children ?? []).flatMap((child) => child.entry ?? []) : [entry])
        if (state === TreeItemCheckboxState.Checked) this.#ticked.add(each.id);
        else this.#ticked.delete(each.id);
    this.#draw();
  }

  getChildren(node?: DifferenceNode): DifferenceNode[] {
    if (node !== undefined) return [...(node.children ?? [])];
    const comparison = this.#comparison;
    if (comparison === null) return [];
    const entries = this.entries();
    const unlisted = (comparison.answer.unlisted ?? []).map((sentence): DifferenceNode =>
      noteNode('unclear', sentence),
    );
    const groups = groupOrder.map((group) => {
      const its = entries.filter((entry) => entry.group === group).map((entry) => entryNode(entry, entries));
      return groupNode(group, nameGroup(group, comparison), group === 'unclear' ? [...its, ...unlisted] : its);
    });
    const unmanaged = comparison.answer.unmanaged.map((routine) => noteNode('unmanaged', routine));
    return [...groups, groupNode('unmanaged', 'Not managed by this project', unmanaged)].filter(
      ({ children }) => (children ?? []).length > 0,
    );
  }

  getTreeItem(node: DifferenceNode): TreeItem {
    const { entry, children, group } = node;
    const { Collapsed, Expanded, None } = TreeItemCollapsibleState;
    const isFolded = group === 'unmanaged' || group === 'only-settings';
    const item = new TreeItem(node.label, children === null ? None : isFolded ? Collapsed : Expanded);
    item.id = node.id;
    item.description = node.description;
    const icon = iconOf(node);
    if (icon !== undefined) item.iconPath = icon;
    item.contextValue = kindOf(node);
    if (entry !== null) {
      item.command = {
        command: rowCommands.openDifference,
        title: 'Open Difference',
        arguments: [{ difference: entry.id }],
      };
      item.tooltip = explainNode(entry, this.#comparison);
    } else if (children === null) item.tooltip = node.label;
    const box = this.#boxOf(node);
    if (box !== undefined) item.checkboxState = box;
    return item;
  }

  #boxOf({ entry, children }: DifferenceNode): TreeItemCheckboxState | undefined {
    if (this.#comparison?.target == null) return undefined;
    const its = (entry === null ? (children ?? []).flatMap((child) => child.entry ?? []) : [entry]).filter(
      isDeployable,
    );
    if (its.length === 0) return undefined;
    const areTicked = its.every(({ id }) => this.#ticked.has(id));
    return areTicked ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked;
  }

  #draw(): void {
    this.#describe();
    this.#changed.fire();
  }

  #describe(): void {
    const comparison = this.#comparison;
    if (comparison === null) return;
    const { left, right, answer, at } = comparison;
    this.#view.description = visible(`${nameSide(left)} ↔ ${nameSide(right)}`);
    const [all, shown] = [listEntries(answer).length, this.entries().length];
    const hidden = all === shown ? '' : ` ${all - shown} hidden by the filter.`;
    const outdated = this.#isOutdated ? ' May be out of date: compare again.' : '';
    this.#view.message = visible(
      `${summarize(answer, comparison)}${hidden} Read at ${printMoment(at, new Date())}.${outdated}`,
    );
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }
}

function isBrought({ group }: DifferenceEntry): boolean {
  return group === 'changed' || group === 'new';
}

function iconOf({ entry, children, group }: DifferenceNode): ThemeIcon | undefined {
  if (children !== null) return undefined;
  if (group === 'unclear') return new ThemeIcon('question', new ThemeColor('list.warningForeground'));
  return entry === null ? new ThemeIcon('circle-outline') : new ThemeIcon(kindIcon(entry.routineKind), colorOf(group));
}

function colorOf(group: DifferenceNode['group']): ThemeColor | undefined {
  if (group === 'new') return new ThemeColor('gitDecoration.addedResourceForeground');
  if (group === 'only-there') return new ThemeColor('gitDecoration.deletedResourceForeground');
  return group === 'changed' ? new ThemeColor('gitDecoration.modifiedResourceForeground') : undefined;
}

function kindOf({ entry, children, group }: DifferenceNode): string {
  if (children !== null) return rowKinds.differenceGroup;
  if (group === 'unclear') return rowKinds.differenceUnclear;
  return entry === null ? rowKinds.differenceNote : rowKinds.difference;
}
