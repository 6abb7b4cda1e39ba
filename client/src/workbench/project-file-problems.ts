/**
 * Problems of sproc.json, without duplicates: VS Code's JSON support reads the same text. Its syntax errors are not
 * repeated; all other problems are ours, because its schema only describes the keys.
 */
import { languages, type Diagnostic, type Disposable, type Uri } from 'vscode';
import type { HandleDiagnosticsSignature } from 'vscode-languageclient/node';
import { projectFileName } from './contributions';
import { withoutReported } from './json-syntax';

export class ProjectFileProblems implements Disposable {
  readonly #known = new Map<string, () => void>();
  readonly #listening: Disposable;

  constructor() {
    // Either of the two may be first.
    this.#listening = languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) this.#known.get(uri.toString())?.();
    });
  }

  /** Takes the place of what shows the server's diagnostics. */
  handle(uri: Uri, diagnostics: readonly Diagnostic[], show: HandleDiagnosticsSignature): void {
    if (!uri.path.endsWith(`/${projectFileName}`)) {
      show(uri, [...diagnostics]);
      return;
    }
    let shown: number | null = null;
    const publish = (): void => {
      const own = withoutReported(diagnostics, languages.getDiagnostics(uri));
      // Showing them is a change, too.
      if (own.length === shown) return;
      shown = own.length;
      show(uri, [...own]);
    };
    this.#known.set(uri.toString(), publish);
    publish();
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
