/** The definition of a handler: one capability, one file, listed in handlers.ts. */
import type { Connection, Position } from 'vscode-languageserver';
import type { StateChange } from '#protocol';
import type { OpenProject } from '../workspace/open-project';
import type { Settings } from '../workspace/settings';
import { toOffset } from '../workspace/translate';
import type { Located, Workspace } from '../workspace/workspace';

export interface ServerContext {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly settings: () => Settings;
  readonly isTrusted: () => boolean;
  /** Returns true if the editor can place the cursor in the result of an edit. */
  readonly takesSnippets: () => boolean;
  /** Returns true for Sproc's own extension, which runs the commands of VS Code. */
  readonly isOwnEditor: () => boolean;
  /** Runs after a use case that may have written to the ledger of an environment. */
  readonly ledgerChanged: (project: OpenProject, environment: string) => void;
  /** Runs after a use case has changed something or has read something new. */
  readonly stateChanged: (project: OpenProject, what: StateChange) => void;
}

/** Binds one kind of request to the engine. */
export type Handler = (context: ServerContext) => void;

/** Returns a document and an offset in it; null if Sproc has no answer for it. */
export function locatePosition(
  { workspace }: ServerContext,
  { textDocument, position }: { readonly textDocument: { readonly uri: string }; readonly position: Position },
): (Located & { readonly offset: number }) | null {
  const located = workspace.locate(textDocument.uri);
  return located === null ? null : { ...located, offset: toOffset(located.facts.lines, position) };
}

/** Returns the URI of a file of the same project; a document without a project is its only file. */
export function uriOf({ project }: Pick<Located, 'project'>, file: string): string {
  return project === null ? file : project.uriOf(file);
}
