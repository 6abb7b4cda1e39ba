/** Virtual documents with a fixed text: reports of outcomes, histories and differences. */
import { EventEmitter, Uri, window, workspace, type Disposable } from 'vscode';
import { visible } from '#protocol';
import { schemes } from '../workbench/contributions';

/** The text of a tab that VS Code has restored in a new window. */
const goneReport = 'This report is gone: it was made in an earlier window. Run its command again.\n';

export class ReportDocuments implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registrations: readonly Disposable[];

  constructor() {
    this.#registrations = [
      workspace.registerTextDocumentContentProvider(schemes.report, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? goneReport,
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    ];
  }

  /** Opens the text in a tab of that title, in place of an earlier one that bears it. */
  async show(scheme: 'sproc-report', title: string, text: string): Promise<void> {
    const uri = Uri.from({ scheme, path: `/${visible(title)}` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    this.#changed.dispose();
  }
}
