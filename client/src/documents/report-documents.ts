/** Virtual documents with a fixed text: plans before their execution, and reports of outcomes. */
import {
  CodeLens,
  commands as vscodeCommands,
  EventEmitter,
  languages,
  Range,
  TabInputText,
  Uri,
  window,
  workspace,
  type Disposable,
} from 'vscode';
import { contextKeys, rowCommands, schemes } from '../workbench/contributions';

/** A plan that waits for a person. */
interface Waiting {
  readonly button: string;
  readonly answer: (isWanted: boolean) => void;
}

export class ReportDocuments implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #lensesChanged = new EventEmitter<void>();
  readonly #registrations: readonly Disposable[];

  constructor() {
    const provider = {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri: Uri): string => this.#texts.get(uri.toString()) ?? '',
    };
    const lenses = {
      onDidChangeCodeLenses: this.#lensesChanged.event,
      provideCodeLenses: ({ uri }: { readonly uri: Uri }): CodeLens[] => this.#makeLenses(uri.toString()),
    };
    this.#registrations = [
      workspace.registerTextDocumentContentProvider(schemes.plan, provider),
      workspace.registerTextDocumentContentProvider(schemes.report, provider),
      languages.registerCodeLensProvider({ scheme: schemes.plan }, lenses),
      workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed) if (input instanceof TabInputText) this.answer(input.uri.toString(), false);
      }),
    ];
  }

  /** Opens the text in a tab of that title, in place of an earlier one that bears it. */
  async show(scheme: 'sproc-plan' | 'sproc-report', title: string, text: string): Promise<void> {
    const uri = uriOf(scheme, title);
    this.answer(uri.toString(), false);
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    // A plan is read beside other files: the next opened file must not replace its tab.
    const preview = scheme !== 'sproc-plan';
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview });
  }

  /** Replaces the text in its tab, unless the tab was closed or shows another text now. */
  replace(title: string, shown: string, text: string): void {
    const uri = uriOf('sproc-plan', title);
    if (this.#texts.get(uri.toString()) !== shown) return;
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
  }

  /** Shows a plan with a button in it; true once it is pressed, false once the tab is closed. */
  async ask(title: string, text: string, button: string): Promise<boolean> {
    await this.show('sproc-plan', title, text);
    const uri = uriOf('sproc-plan', title).toString();
    return new Promise((resolve) => {
      this.#waiting.set(uri, { button, answer: resolve });
      this.#showWaiting();
    });
  }

  /** Answers for the person; a plan that does not wait is left alone. */
  answer(uri: string, isWanted: boolean): void {
    const waiting = this.#waiting.get(uri);
    if (waiting === undefined) return;
    this.#waiting.delete(uri);
    this.#showWaiting();
    waiting.answer(isWanted);
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    for (const uri of [...this.#waiting.keys()]) this.answer(uri, false);
    this.#changed.dispose();
    this.#lensesChanged.dispose();
  }

  #makeLenses(uri: string): CodeLens[] {
    const waiting = this.#waiting.get(uri);
    if (waiting === undefined) return [];
    const command = { title: `$(play) ${waiting.button}`, command: rowCommands.runPlan, arguments: [uri] };
    return [new CodeLens(new Range(0, 0, 0, 0), command)];
  }

  /** Updates the condition for the button in the editor's title. */
  #showWaiting(): void {
    void vscodeCommands.executeCommand('setContext', contextKeys.waitingPlans, [...this.#waiting.keys()]);
    this.#lensesChanged.fire();
  }
}

function uriOf(scheme: 'sproc-plan' | 'sproc-report', title: string): Uri {
  return Uri.from({ scheme, path: `/${title}` });
}
