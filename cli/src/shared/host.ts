/** What the command line asks of the world: the terminal, the disk, and the projects on it; the real one is node-host.ts. */
import type { Failure, Result, SourceTree, Sproc } from '#engine';

export interface Host {
  /** The product's own version. */
  readonly version: string;
  /** What runs it: the version of Node.js, and the platform such as `linux x64`. */
  readonly runtime: { readonly node: string; readonly platform: string };
  /** The working folder, absolute. */
  readonly folder: string;
  /** Whether a person reads and can be asked. */
  readonly interactive: boolean;
  /** Whether standard output is a terminal. */
  readonly isTerminal: boolean;
  /** Whether standard output shows colours. */
  readonly coloured: boolean;
  print(text: string): void;
  /** To standard error. */
  report(text: string): void;
  /** Shows how far it is, where a person sees it: on a terminal, in a line that the next output replaces. */
  showProgress(line: string): void;
  /** The line that a person types; null if they end the input instead. */
  ask(question: string): Promise<string | null>;
  /** Standard input up to its end, as a source is read. The error goes on after its name: `has more than 64 MiB`. */
  readInput(): Promise<Result<string, string>>;
  /** Relative to the working folder, as all paths here. */
  kindOf(path: string): Promise<'file' | 'folder' | 'missing'>;
  /** The error goes on after the path: `does not exist`. */
  read(path: string): Promise<Result<string, string>>;
  /** As a source is read, the file that a link leads to included: the person has named it. The error as for `read`. */
  readSource(path: string): Promise<Result<string, string>>;
  /** The error is why not, without a full stop. */
  write(path: string, text: string): Promise<Result<void, string>>;
  /** The same, and refused where anything of that name exists. */
  writeNew(path: string, text: string): Promise<Result<void, string>>;
  treeOf(folder: string): SourceTree;
  /** The given folder, or the nearest one upwards that has a project file, else the working folder; absolute. */
  findProject(given: string | undefined): Promise<string>;
  open(root: string): Promise<Result<Sproc, Failure>>;
  /** Becomes the language server of the editor that started this process, and ends with it; answers only where it cannot. */
  serveEditor(): Promise<Result<never, Failure>>;
  /** From now on an interruption aborts this signal instead of ending the process; a second one ends it. */
  catchInterruption(): AbortSignal;
}
