/** Virtual documents for texts by reference: of versions and of environments. */
import { EventEmitter, Uri, workspace, type Disposable } from 'vscode';
import { show, textUri, type TextReference } from '#protocol';
import { schemes } from '../workbench/contributions';
import { printFailure } from '../workbench/print-failure';
import type { LanguageServer } from '../workbench/language-server';

/** Returns the address of a text; its path is the tab's title, its query the reference. */
export function uriOfText(reference: TextReference): Uri {
  return Uri.parse(textUri(reference));
}

export class TextDocuments implements Disposable {
  readonly #server: LanguageServer;
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration: Disposable;

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#registration = workspace.registerTextDocumentContentProvider(schemes.text, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri) => this.#read(uri),
    });
  }

  /** Reads the open texts of a project again. */
  refresh(project: string): void {
    for (const { uri } of workspace.textDocuments) {
      if (uri.scheme === schemes.text && readReference(uri).project === project) this.#changed.fire(uri);
    }
  }

  /** Reads a text; a failure is a sentence in its place, also where the routine does not exist any more. */
  async #read(uri: Uri): Promise<string> {
    const reply = await this.#server.ask(show, { ...readReference(uri), sideBySide: true });
    return reply.ok ? reply.value.text : `-- ${printFailure(reply.error)}\n`;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

function readReference(uri: Uri): TextReference {
  const { project, ref } = JSON.parse(uri.query) as TextReference;
  return { project, ref };
}
