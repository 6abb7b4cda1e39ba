/** Everything that shows comparisons: their documents, their diffs and the Differences view. */
import type { Disposable } from 'vscode';
import { ComparedDocuments } from './compared-documents';
import { DifferencesView } from './differences-view';
import { Diffs } from './diffs';

export class Comparing implements Disposable {
  readonly #documents = new ComparedDocuments();
  readonly diffs = new Diffs(this.#documents);
  readonly view = new DifferencesView();

  dispose(): void {
    for (const part of [this.view, this.diffs, this.#documents]) part.dispose();
  }
}
