/** Virtual documents for the sides of a comparison without a file, and for files with statements of the other side. */
import { EventEmitter, Uri, workspace, type Disposable, type TextDocumentChangeEvent } from 'vscode';
import { visible } from '#protocol';
import { schemes } from '../workbench/contributions';
import { findPlaces, movePlaces, replaceInFile, type Replacement } from './replaced-file';

/** A text, or a file in which statements are replaced. */
export type ComparedContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly file: Uri; readonly replacements: readonly Replacement[] };

interface Held {
  content: ComparedContent;
  /** True once the places are those of the open file, which it then follows. */
  isPlaced: boolean;
}

/** The time after which a closed document is not opened again by itself. */
const closingMs = 1000;

export class ComparedDocuments implements Disposable {
  readonly #held = new Map<string, Held>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #parts: readonly { dispose(): unknown }[];
  #count = 0;

  constructor() {
    this.#parts = [
      this.#changed,
      workspace.registerTextDocumentContentProvider(schemes.compared, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#read(uri),
      }),
      workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      workspace.onDidCloseTextDocument(({ uri }) => this.#forgetLater(uri)),
    ];
  }

  /** Returns the address of a new document. Its path is what a diff of many shows as its heading. */
  add(path: string, content: ComparedContent): Uri {
    const uri = Uri.from({ scheme: schemes.compared, path: visible(path), query: String(++this.#count) });
    this.#held.set(uri.toString(), { content, isPlaced: false });
    return uri;
  }

  /** Forgets a closed document, unless it only changed its language, which is reported as closing, too. */
  #forgetLater(uri: Uri): void {
    if (uri.scheme !== schemes.compared) return;
    const id = uri.toString();
    setTimeout(() => {
      if (!workspace.textDocuments.some((open) => open.uri.toString() === id)) this.#held.delete(id);
    }, closingMs);
  }

  async #read(uri: Uri): Promise<string> {
    const held = this.#held.get(uri.toString());
    if (held === undefined) return '-- This comparison is over. Compare again.\n';
    const { content } = held;
    if (content.kind === 'text') return content.text;
    const file = (await workspace.openTextDocument(content.file)).getText();
    const places = held.isPlaced ? content.replacements : findPlaces(file, content.replacements);
    if (places === null) return '-- The file has changed since the comparison. Compare again.\n';
    held.content = { ...content, replacements: places };
    held.isPlaced = true;
    return replaceInFile(file, places);
  }

  /** Moves the places with the edits of their file; the rest of it is the same on both sides. */
  #follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || document.uri.scheme === schemes.compared) return;
    const file = document.uri.toString();
    for (const [id, held] of this.#held) {
      const { content } = held;
      if (content.kind !== 'file' || !held.isPlaced || content.file.toString() !== file) continue;
      // The changes of one event come in descending order, so that each offset is that of its own moment.
      const replacements = contentChanges.reduce(movePlaces, content.replacements);
      held.content = { ...content, replacements };
      this.#changed.fire(Uri.parse(id));
    }
  }

  dispose(): void {
    for (const part of this.#parts) part.dispose();
    this.#held.clear();
  }
}
