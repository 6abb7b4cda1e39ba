/**
 * Problems of sproc.json that are told once: VS Code's JSON support reads the same text. What it tells of the syntax is not
 * told again; all else is ours, since the schema that it is given explains and demands nothing.
 */
import { languages, type Diagnostic, type Disposable, type Uri } from 'vscode';
import type { HandleDiagnosticsSignature } from 'vscode-languageclient/node';
import { projectFileName } from './contributions';
import { withoutTold } from './json-syntax';

export class ProjectFileProblems implements Disposable {
  readonly #known = new Map<string, () => void>();
  readonly #listening: Disposable;

  constructor() {
    // Which of the two looks first is a matter of luck.
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
      const own = withoutTold(diagnostics, languages.getDiagnostics(uri));
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
