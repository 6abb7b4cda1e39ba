/** Marks the texts that servers have rejected in their files, under the name of the environment. */
import {
  Diagnostic,
  DiagnosticSeverity,
  languages,
  Position,
  Range,
  Uri,
  window,
  workspace,
  type Disposable,
} from 'vscode';
import type { FindingPlace } from '#engine';
import { RefusedTexts, type RefusedText, type ServerAnswer } from './refused-texts';

export class RefusedTextProblems implements Disposable {
  readonly #refused = new RefusedTexts();
  readonly #problems = languages.createDiagnosticCollection('sproc-servers');
  /** The text of each marked file at the moment of the answer, by its URI. */
  readonly #texts = new Map<string, string>();
  readonly #registration: Disposable;

  constructor() {
    this.#registration = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.#dropIfChanged(document.uri, document.getText());
    });
  }

  /** Marks the rejected texts of an answer; the others of the answer lose their marks. */
  async note(project: string, environment: string, answer: ServerAnswer): Promise<void> {
    const before = this.#filesOf(project);
    this.#refused.note(project, environment, answer);
    for (const file of new Set([...before, ...this.#filesOf(project)])) {
      const uri = uriOfFile(project, file);
      const text = await readText(uri);
      if (text === null) this.#refused.forget(project, file);
      else this.#texts.set(uri.toString(), text);
      this.#show(project, file, text ?? '');
    }
  }

  /** Removes the marks of files that have changed, also outside of the editor. */
  async recheck(project: string): Promise<void> {
    for (const file of this.#filesOf(project)) {
      const uri = uriOfFile(project, file);
      this.#dropIfChanged(uri, (await readText(uri)) ?? '', project);
    }
  }

  dispose(): void {
    this.#registration.dispose();
    this.#problems.dispose();
  }

  #filesOf(project: string): readonly string[] {
    return [...new Set(this.#refused.list(project).map(({ file }) => file))];
  }

  #dropIfChanged(uri: Uri, text: string, project?: string): void {
    const known = this.#texts.get(uri.toString());
    if (known === undefined || known === text) return;
    this.#texts.delete(uri.toString());
    this.#problems.delete(uri);
    for (const each of project === undefined ? this.#refused.projects : [project])
      for (const file of this.#filesOf(each))
        if (uriOfFile(each, file).toString() === uri.toString()) this.#refused.forget(each, file);
  }

  #show(project: string, file: string, text: string): void {
    const lines = text.split(/\r\n|\r|\n/);
    const refused = this.#refused.list(project).filter((each) => each.file === file);
    this.#problems.set(
      uriOfFile(project, file),
      refused.map((each) => makeDiagnostic(each, lines[each.line - 1] ?? '')),
    );
  }
}

/** Opens a file of the project with the cursor at a line. */
export async function openPlace(project: string, { file, line }: FindingPlace): Promise<void> {
  const start = new Position(Math.max(0, line - 1), 0);
  await window.showTextDocument(uriOfFile(project, file), { selection: new Range(start, start) });
}

function makeDiagnostic({ environment, line, message }: RefusedText, text: string): Diagnostic {
  const start = text.length - text.trimStart().length;
  const range = new Range(line - 1, start, line - 1, Math.max(text.trimEnd().length, start + 1));
  const diagnostic = new Diagnostic(range, message, DiagnosticSeverity.Error);
  diagnostic.source = environment;
  return diagnostic;
}

function uriOfFile(project: string, file: string): Uri {
  return Uri.joinPath(Uri.parse(project), file);
}

/** Returns the text as an editor shows it, otherwise as it is stored; null if there is none. */
async function readText(uri: Uri): Promise<string | null> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
