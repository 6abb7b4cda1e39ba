/** Virtual documents for the tables of environments: the CREATE TABLE as the server writes it. */
import { EventEmitter, workspace, type Disposable, type Uri } from 'vscode';
import { readReference, showTable, type TableReference } from '#protocol';
import { schemes } from '../workbench/contributions';
import type { LanguageServer } from '../workbench/language-server';
import { printFailure } from '../workbench/print-failure';

export class TableDocuments implements Disposable {
  readonly #server: LanguageServer;
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration: Disposable;

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#registration = workspace.registerTextDocumentContentProvider(schemes.table, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri) => this.#read(uri),
    });
  }

  /** Reads the open tables of a project again. */
  refresh(project: string): void {
    for (const { uri } of workspace.textDocuments)
      if (uri.scheme === schemes.table && referenceOf(uri).project === project) this.#changed.fire(uri);
  }

  async #read(uri: Uri): Promise<string> {
    const reply = await this.#server.ask(showTable, referenceOf(uri));
    return reply.ok ? reply.value.text : `-- ${printFailure(reply.error)}\n`;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

function referenceOf({ query }: Uri): TableReference {
  const { project, environment, schema, name } = readReference(query);
  return {
    project: String(project),
    environment: String(environment),
    schema: String(schema),
    name: String(name),
  };
}
