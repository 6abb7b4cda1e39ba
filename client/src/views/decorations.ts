/** Gives rows their marks: VS Code asks for those of the visible rows, by an address that says it all but the errors. */
import {
  DiagnosticSeverity,
  EventEmitter,
  FileDecoration,
  languages,
  ThemeColor,
  Uri,
  window,
  type Disposable,
  type FileDecorationProvider,
} from 'vscode';
import { visible } from '#protocol';
import { schemes } from '../workbench/contributions';
import { decorate, type Marks } from './model/marks';

/** Problems come in swarms while a person types: one update for each swarm. In milliseconds. */
const settling = 300;

export function uriOfMarks(id: string, marks: Marks): Uri {
  return Uri.from({ scheme: schemes.row, path: `/${id}`, query: JSON.stringify(marks) });
}

export class Decorations implements FileDecorationProvider, Disposable {
  readonly #changed = new EventEmitter<undefined>();
  readonly #parts: readonly Pick<Disposable, 'dispose'>[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor() {
    const following = languages.onDidChangeDiagnostics(() => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#changed.fire(undefined), settling);
    });
    this.#parts = [this.#changed, following, window.registerFileDecorationProvider(this)];
  }

  provideFileDecoration(uri: Uri): FileDecoration | undefined {
    return uri.scheme === schemes.row ? decorationOf(uri) : undefined;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const part of this.#parts) part.dispose();
  }
}

function decorationOf(uri: Uri): FileDecoration | undefined {
  const marks = JSON.parse(uri.query) as Marks;
  const decoration = decorate(marks, countErrors(marks));
  if (decoration === null) return undefined;
  const { badge, tooltip, color } = decoration;
  return new FileDecoration(badge, visible(tooltip), new ThemeColor(color));
}

function countErrors({ source }: Marks): number {
  if (source === undefined) return 0;
  return languages.getDiagnostics(Uri.parse(source.uri)).filter(({ severity, range: { start } }) => {
    const line = start.line + 1;
    return severity === DiagnosticSeverity.Error && source.line <= line && line <= source.endLine;
  }).length;
}
