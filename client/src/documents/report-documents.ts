/** Virtual documents with a fixed text: plans before they are carried out, and reports of what was done. */
import { EventEmitter, Uri, window, workspace, type Disposable } from 'vscode';
import { schemes } from '../contributions';

export class ReportDocuments implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registrations: readonly Disposable[];

  constructor() {
    const provider = {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri: Uri): string => this.#texts.get(uri.toString()) ?? '',
    };
    this.#registrations = [
      workspace.registerTextDocumentContentProvider(schemes.plan, provider),
      workspace.registerTextDocumentContentProvider(schemes.report, provider),
      workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    ];
  }

  /** Opens the text in a tab of that title, in place of an earlier one that bears it. */
  async show(scheme: 'sproc-plan' | 'sproc-report', title: string, text: string): Promise<void> {
    const uri = Uri.from({ scheme, path: `/${title}` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    this.#changed.dispose();
  }
}
