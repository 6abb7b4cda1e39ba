/** The host of the command line: the terminal, the disk, and the projects on it. The real one is node-host.ts. */
import type { Failure, Result, SourceTree, Sproc } from '#engine';

export interface Host {
  /** The product's own version. */
  readonly version: string;
  /** The runtime: the version of Node.js, and the platform, for example `linux x64`. */
  readonly runtime: { readonly node: string; readonly platform: string };
  /** The working folder, absolute. */
  readonly folder: string;
  /** True if a person reads the output and can answer. */
  readonly interactive: boolean;
  /** True if standard output is a terminal. */
  readonly isTerminal: boolean;
  /** True if standard output shows colours. */
  readonly coloured: boolean;
  print(text: string): void;
  /** Prints a text to standard error. */
  report(text: string): void;
  /** Shows how far it is, where a person sees it: on a terminal, in a line that the next output replaces. */
  showProgress(line: string): void;
  /** Returns the line that a person types; null if they end the input instead. */
  ask(question: string): Promise<string | null>;
  /** Reads standard input to its end, like a source. An error follows its name: `has more than 64 MiB`. */
  readInput(): Promise<Result<string, string>>;
  /** Returns the kind of a path, which is relative to the working folder like all paths here. */
  kindOf(path: string): Promise<'file' | 'folder' | 'missing'>;
  /** Reads a file, or returns an error that follows the path: `does not exist`. */
  read(path: string): Promise<Result<string, string>>;
  /**
   * Reads a file like a source. A link is followed, because the person has named it. The error is like that of `read`.
   */
  readSource(path: string): Promise<Result<string, string>>;
  /**
   * Writes a file, or returns the reason of the failure, without a period. A file with a content is replaced only if
   * `mayReplace` accepts its start.
   */
  write(path: string, text: string, mayReplace: (start: string) => boolean): Promise<Result<void, string>>;
  /** Creates a file; fails if anything of that name exists. */
  writeNew(path: string, text: string): Promise<Result<void, string>>;
  treeOf(folder: string): SourceTree;
  /**
   * Returns the given folder, or the nearest one upwards with a project file, otherwise the working folder; absolute.
   */
  findProject(given: string | undefined): Promise<string>;
  open(root: string): Promise<Result<Sproc, Failure>>;
  /** Runs the language server of the editor that started this process, and ends with it; returns only if it cannot. */
  serveEditor(): Promise<Result<never, Failure>>;
  /** Returns a signal that an interruption aborts from now on, instead of ending the process; a second one ends it. */
  catchInterruption(): AbortSignal;
}
