/** The answer of `init` (docs/formats/command-line.md). */
import type { RoutineKind } from '../../syntax/routine-kind';
import type { Dialect } from '../../syntax/dialect';

/** A value that the files gave, and the reason in a sentence; the value is null where they leave it open. */
export interface Detected<T> {
  readonly value: T | null;
  readonly why: string;
}

export interface InitAnswer {
  /** Absolute path of the project file. */
  readonly file: string;
  /** False for a proposal that was only shown. */
  readonly written: boolean;
  /** The text of the project file. */
  readonly text: string;
  /** The number of SQL files in the folder. */
  readonly files: number;
  /** The number of routines that they define, by kind; each routine counts once, however many files define it. */
  readonly routines: readonly { readonly kind: RoutineKind; readonly count: number }[];
  readonly sources: readonly string[];
  readonly dialect: Detected<Dialect>;
  /** The oldest server that reads the files, where the default one does not. */
  readonly serverVersion: Detected<string>;
  /** The modes that a file needs where it begins; an empty list where none is needed. */
  readonly sqlMode: Detected<readonly string[]>;
  readonly schema: Detected<string>;
  readonly definers: readonly string[];
  /** Files that define what others define too, and what the project file does about them. */
  readonly copies: readonly InitCopy[];
  /** Routines that several files define and for which the project file decides nothing. */
  readonly duplicates: readonly InitDuplicate[];
  /** CREATE statements that hold a mistake, or that no server reads. */
  readonly notUnderstood: readonly { readonly file: string; readonly line: number; readonly message: string }[];
  /** Files whose text could not be had. */
  readonly unread: readonly string[];
}

export interface InitCopy {
  readonly pattern: string;
  /** The SQL files that it matches. */
  readonly files: readonly string[];
  /** `left-out`: no source. `outranked`: a source whose routines count only where no other file defines them. */
  readonly treatment: 'left-out' | 'outranked';
  /** The number of routines that it shares with other files. */
  readonly shared: number;
}

export interface InitDuplicate {
  readonly kind: RoutineKind;
  /** The routine as people name it: `shop.place_order`. */
  readonly routine: string;
  readonly places: readonly { readonly file: string; readonly line: number }[];
}
