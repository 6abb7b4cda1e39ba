/** Rows of the views: what each shows, what it means to the commands, and where its children come from. */
import { Position, Range, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, type Command } from 'vscode';
import type { Failure } from '#engine';
import { printForEditor, visible, visibleLines, type ProjectState } from '#protocol';
import { plural } from '../documents/plural';
import { uriOfText } from '../documents/text-documents';
import type { CommandArgument } from '../workbench/command-argument';
import { commands, rowKinds } from '../workbench/contributions';
import type { About } from '../workbench/failure-message';
import { printFailure } from '../workbench/print-failure';
import { serverStopped } from '../workbench/server-stopped';
import { uriOfMarks } from './decorations';
import type { Marks } from './model/marks';
import type { Appearance } from './model/state-appearance';
import { describeInForce } from './project-in-force';

/** Menus hand a row to its command as the argument, so that a row is one. */
export interface Row extends CommandArgument {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** Returns the tooltip when the mouse rests on the row, where it takes a question to the server or the time. */
  readonly explain?: () => Promise<string>;
  readonly marks?: Marks;
  readonly icon?: Pick<Appearance, 'icon' | 'color'>;
  /** The words of a screen reader in place of the description, for what only the icon shows. */
  readonly spoken?: string;
  /** The value of `viewItem`, for the menus. */
  readonly kind?: string;
  /** Stable over refreshes, so that what is open stays open. */
  readonly id: string;
  /** Run by a click, with this row. */
  readonly command?: string;
  /** The text that a click shows, while the keys stay in the view; Enter goes to it. */
  readonly opens?: RowText;
  readonly open?: boolean;
  /** Returns the children when the row is opened; rows without it cannot be opened. */
  readonly children?: () => Promise<readonly Row[]>;
}

/** A place in a source file, from line 1; or the text of a version or an environment, as `shop.a@1.0.0`. */
export type RowText = { readonly uri: string; readonly line: number } | { readonly ref: string };

export function toTreeItem(row: Row): TreeItem {
  const { Collapsed, Expanded, None } = TreeItemCollapsibleState;
  const item = new TreeItem(
    visible(row.label),
    row.children === undefined ? None : row.open === true ? Expanded : Collapsed,
  );
  item.id = row.id;
  if (row.description !== undefined) item.description = visible(row.description);
  if (row.tooltip !== undefined) item.tooltip = visibleLines(row.tooltip);
  if (row.marks !== undefined) item.resourceUri = uriOfMarks(row.id, row.marks);
  if (row.kind !== undefined) item.contextValue = row.kind;
  if (row.icon !== undefined) item.iconPath = toIcon(row.icon);
  if (row.command !== undefined) item.command = { command: row.command, title: row.label, arguments: [row] };
  if (row.opens !== undefined) item.command = openCommand(row.opens, row.project ?? '');
  item.accessibilityInformation = { label: visible([row.label, row.spoken ?? row.description ?? ''].join(' ').trim()) };
  return item;
}

/** Returns VS Code's own command, because it alone knows whether the row was clicked or Enter was pressed. */
function openCommand(text: RowText, project: string): Command {
  const command = { command: 'vscode.open', title: 'Open' };
  if ('ref' in text) return { ...command, arguments: [uriOfText({ project, ref: text.ref })] };
  const start = new Position(text.line - 1, 0);
  return { ...command, arguments: [Uri.parse(text.uri), { selection: new Range(start, start) }] };
}

/** Returns a row with the sentence of a failure; the remedy is beside it. */
export function failureRow(parent: string, failure: Failure, about: About = {}): Row {
  return {
    ...about,
    kind: kindOf(failure, about),
    ...(failure === serverStopped ? { command: commands.restartServer } : {}),
    id: `${parent}/failure`,
    label: labelOf(failure, about),
    ...(failure.remedy === undefined || isShort(failure, about) ? {} : { description: printForEditor(failure.remedy) }),
    tooltip: printFailure(failure),
    icon: { icon: 'error', color: 'list.errorForeground' },
  };
}

/** Returns true for a failure that a few words name; the tooltip has the sentences. */
function isShort({ kind, login }: Failure, { environment }: About): boolean {
  return environment !== undefined && (login === 'no-password' || kind === 'unreachable');
}

/** Returns the sentence, or a few words. Without a password the person has done nothing wrong yet. */
function labelOf({ kind, message, login }: Failure, { environment }: About): string {
  if (kind === 'unreachable' && environment !== undefined) return `${environment} does not answer`;
  return login === 'no-password' && environment !== undefined ? `No password for ${environment} yet` : message;
}

/** Returns the kind, for the menu with what helps. */
function kindOf(failure: Failure, { environment }: About): string {
  if (failure === serverStopped) return rowKinds.serverStopped;
  if (failure.kind === 'bad-project') return rowKinds.projectFailure;
  return failure.kind === 'not-permitted' && environment !== undefined ? rowKinds.passwordFailure : rowKinds.failure;
}

/** Returns the row for a project file with mistakes; a click leads to the first one. */
export function brokenProjectRow(state: ProjectState): Row {
  const { project, mistakes } = state;
  return {
    id: `${project}/broken`,
    project,
    label: `sproc.json has ${plural(mistakes, 'mistake')}`,
    description: describeInForce(state),
    kind: rowKinds.projectFailure,
    icon: { icon: 'error', color: 'list.errorForeground' },
    command: commands.openProjectFile,
  };
}

function toIcon({ icon, color }: Pick<Appearance, 'icon' | 'color'>): ThemeIcon {
  return color === null ? new ThemeIcon(icon) : new ThemeIcon(icon, new ThemeColor(color));
}
