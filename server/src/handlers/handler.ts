/** What a handler is: one capability, one file, listed in handlers.ts. */
import type { Connection, Position } from 'vscode-languageserver';
import type { OpenProject } from '../workspace/open-project';
import type { Settings } from '../workspace/settings';
import { toOffset } from '../workspace/translate';
import type { Located, Workspace } from '../workspace/workspace';

export interface ServerContext {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly settings: () => Settings;
  readonly isTrusted: () => boolean;
  /** After a use case has changed something or has seen something new. */
  /** Whether the editor can put the cursor into what an edit has made. */
  readonly takesSnippets: () => boolean;
  readonly stateChanged: (project: OpenProject, what: 'registry' | 'environment' | 'sources') => void;
}

/** Binds one kind of request to the engine. */
export type Handler = (context: ServerContext) => void;

/** A document and an offset in it; null where Sproc has nothing to say. */
export function locatePosition(
  { workspace }: ServerContext,
  { textDocument, position }: { readonly textDocument: { readonly uri: string }; readonly position: Position },
): (Located & { readonly offset: number }) | null {
  const located = workspace.locate(textDocument.uri);
  return located === null ? null : { ...located, offset: toOffset(located.facts.lines, position) };
}

/** The URI of a file of the same project; a document without one is its only file. */
export function uriOf({ project }: Pick<Located, 'project'>, file: string): string {
  return project === null ? file : project.uriOf(file);
}
