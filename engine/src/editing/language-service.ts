/**
 * The interface for editors, beside `Sproc` for use cases: an editor's questions about the files of one index, in one
 * frozen record. Positions are offsets into a file's text; a file outside the index is answered like an empty one.
 */
import { diagnoseFile, diagnoseInSteps, type DiagnoseOptions } from '../analysis/diagnose';
import { findCallCycles } from '../analysis/program/call-cycles';
import type { Diagnostic } from '../analysis/program/diagnostic';
import type { Occurrence } from '../analysis/program/references';
import { findAffected } from '../analysis/sources/exported-interface';
import { nothingRegistered } from '../analysis/sources/registered-text';
import type { FileFacts, SourceRoutine } from '../analysis/sources/source-file';
import type { SourceIndex } from '../analysis/sources/source-index';
import type { Result } from '../base/result';
import type { LiveRoutines } from '../routine/live-routines';
import type { Span } from '../base/text';
import { findIncomingCalls, findOutgoingCalls, prepareCallHierarchy, type Calls } from '../features/call-hierarchy';
import { makeCodeLenses, type CodeLens } from '../features/code-lenses';
import { findCompletions } from '../features/completion/completion';
import type { Completion } from '../features/completion/proposal';
import { findDefinitions } from '../features/definition';
import { findLiveDefinition, type LiveDefinition } from '../features/live-definition';
import type { FileEdit } from '../features/file-edit';
import type { QuickFix, ReportedDiagnostic } from '../features/fixes/fix';
import { fixAll } from '../features/fixes/fix-all';
import { findQuickFixes } from '../features/fixes/quick-fixes';
import { findFoldingRanges, type FoldingRange } from '../features/folding';
import { formatFile, type FormattedFile, type FormatStyle } from '../features/format/format-file';
import { makeHover, type Hover } from '../features/hover';
import { findInlayHints, type InlayHint } from '../features/inlay-hints';
import { noDeploymentInfo, type FindDeploymentInfo } from '../features/deployment-info';
import { makeOutline, type OutlineItem } from '../features/outline';
import type { Location } from '../features/places/location';
import { findHighlights, findReferences } from '../features/references';
import { findRenameTarget, rename, type RenameTarget } from '../features/rename';
import { findSemanticTokens, type SemanticToken } from '../features/semantic-tokens';
import { makeSignatureHelp, type SignatureHelp } from '../features/signature-help';
import { findLiveSymbols, findWorkspaceSymbols, type LiveSymbol } from '../features/workspace-symbols';

/** The data of an editor: the files, the deployment data of their routines, and the settings of the rules. */
export interface EditorView extends Required<Pick<DiagnoseOptions, 'settings' | 'registered' | 'liveSchema'>> {
  readonly index: SourceIndex;
  readonly findDeploymentInfo: FindDeploymentInfo;
  /** The routines of the environments that were read, the selected one first. */
  readonly liveRoutines: readonly LiveRoutines[];
}

/** The data for a document outside any project, apart from the files. */
export const nothingKnown: Omit<EditorView, 'index'> = {
  findDeploymentInfo: noDeploymentInfo,
  settings: {},
  registered: nothingRegistered,
  liveSchema: null,
  liveRoutines: [],
};

/** A place that a person points at. */
interface Pointed {
  readonly file: string;
  readonly offset: number;
}

export interface LanguageService {
  /**
   * Returns the description of the name there: its text, its comment, its versions, and the environments that run it.
   */
  hover(at: Pointed): Hover | null;
  /** Returns the completions there, the best first. */
  completions(at: Pointed): readonly Completion[];
  /** Returns the parameters of the call there. */
  signatureHelp(at: Pointed): SignatureHelp | null;
  definitions(at: Pointed): readonly Location[];
  /** Returns the definition in an environment of what no file defines; null if none is known. */
  liveDefinition(at: Pointed): LiveDefinition | null;
  /** Returns every occurrence of the name there, over all files. */
  references(at: Pointed): readonly Occurrence[];
  /** Returns every occurrence within the file. */
  highlights(at: Pointed): readonly Occurrence[];
  /** Returns the name that a renaming there would change; null if it is not possible. */
  renameTarget(at: Pointed): RenameTarget | null;
  /** Returns the edits of all files, or why the new name is not possible. */
  rename(at: Pointed, name: string): Result<readonly FileEdit[], string>;
  /** Returns the routine of the name there, whose identity is the key to its calls. */
  routineAt(at: Pointed): SourceRoutine | null;
  incomingCalls(identity: string): readonly Calls[];
  outgoingCalls(identity: string): readonly Calls[];
  /** Returns the routines whose name contains the letters of the query in their order. */
  symbols(query: string): readonly SourceRoutine[];
  /** Returns the routines that only environments have, by the same query. */
  liveSymbols(query: string): readonly LiveSymbol[];
  /** Returns the routines of a file, with or without their content. */
  outline(file: string, depth: 'all' | 'routines'): readonly OutlineItem[];
  foldingRanges(file: string): readonly FoldingRange[];
  semanticTokens(file: string, within: Span): readonly SemanticToken[];
  /** Returns the parameter for each argument that does not name it itself. */
  inlayHints(file: string, within: Span): readonly InlayHint[];
  /** Returns the lens above each routine: its versions, and the environments that run it. */
  codeLenses(file: string): readonly CodeLens[];
  /** Returns the quick fixes for diagnostics that an editor shows. */
  quickFixes(file: string, reported: readonly ReportedDiagnostic[]): readonly QuickFix[];
  /** Returns the edits of all safe fixes in a file, or of those for the problems of one rule. */
  fixAll(file: string, code?: string): readonly FileEdit[];
  /**
   * Returns the edits for the routines that touch the span, by default for all, and the parts that remain as they are.
   */
  format(file: string, style: FormatStyle, within?: Span): Promise<FormattedFile>;
  /**
   * Yields pauses and returns the diagnostics of a file: with a live schema the first analysis of a long routine takes
   * seconds.
   */
  diagnose(file: string): Generator<void, readonly Diagnostic[], undefined>;
  /** Returns the diagnostics at once, without those that need the live schema. */
  diagnoseSources(file: string): readonly Diagnostic[];
  /** Finds what is slow to find and serves all files, in steps: done before many files are diagnosed. */
  prepare(): Generator<void, unknown>;
  /** Returns the files whose diagnostics may change because of one changed file. */
  affected(before: FileFacts | null, after: FileFacts | null): readonly string[];
}

/** Creates the service. It calls `look` for each question, so that the answer uses the present data. */
export function makeLanguageService(look: () => EditorView): LanguageService {
  return Object.freeze({ ...answerPlaces(look), ...answerFiles(look), ...answerDiagnostics(look) });
}

type OfPlaces =
  | 'hover'
  | 'completions'
  | 'signatureHelp'
  | 'definitions'
  | 'liveDefinition'
  | 'references'
  | 'highlights'
  | 'renameTarget'
  | 'rename'
  | 'routineAt'
  | 'incomingCalls'
  | 'outgoingCalls'
  | 'symbols'
  | 'liveSymbols';

function answerPlaces(look: () => EditorView): Pick<LanguageService, OfPlaces> {
  return {
    hover({ file, offset }) {
      const { index, findDeploymentInfo, liveSchema, liveRoutines } = look();
      return makeHover(index, file, offset, { findDeploymentInfo, live: liveSchema, routines: liveRoutines });
    },
    completions({ file, offset }) {
      const { index, liveSchema, liveRoutines } = look();
      return findCompletions(index, file, offset, { tables: liveSchema?.tables ?? null, routines: liveRoutines });
    },
    signatureHelp: ({ file, offset }) => makeSignatureHelp(look().index, file, offset),
    definitions: ({ file, offset }) => findDefinitions(look().index, file, offset),
    liveDefinition({ file, offset }) {
      const { index, liveSchema, liveRoutines } = look();
      return findLiveDefinition(index, file, offset, { tables: liveSchema?.tables ?? null, routines: liveRoutines });
    },
    references({ file, offset }) {
      const { index, liveSchema } = look();
      return findReferences(index, file, offset, liveSchema);
    },
    highlights: ({ file, offset }) => findHighlights(look().index, file, offset),
    renameTarget: ({ file, offset }) => findRenameTarget(look().index, file, offset),
    rename: ({ file, offset }, name) => rename(look().index, file, offset, name),
    routineAt: ({ file, offset }) => prepareCallHierarchy(look().index, file, offset),
    incomingCalls: (identity) => findIncomingCalls(look().index, identity),
    outgoingCalls: (identity) => findOutgoingCalls(look().index, identity),
    symbols: (query) => findWorkspaceSymbols(look().index, query),
    liveSymbols: (query) => findLiveSymbols(look().index, query, look().liveRoutines),
  };
}

type OfDiagnostics = 'diagnose' | 'diagnoseSources' | 'prepare' | 'affected' | 'quickFixes' | 'fixAll';

function answerDiagnostics(look: () => EditorView): Pick<LanguageService, OfDiagnostics> {
  return {
    diagnose(file) {
      const { index, settings, registered, liveSchema } = look();
      return diagnoseInSteps(index, file, { settings, registered, liveSchema });
    },
    diagnoseSources(file) {
      const { index, settings, registered } = look();
      return diagnoseFile(index, file, { settings, registered });
    },
    prepare: () => findCallCycles(look().index),
    affected: (before, after) => findAffected(look().index, before, after),
    fixAll(file, code) {
      const { index, settings, registered } = look();
      const facts = index.facts(file);
      return facts === null ? [] : fixAll(index, facts, diagnoseFile(index, file, { settings, registered }), code);
    },
    quickFixes(file, reported) {
      const { index, liveSchema, liveRoutines } = look();
      return findQuickFixes(index, file, reported, { tables: liveSchema?.tables ?? null, routines: liveRoutines });
    },
  };
}

function answerFiles(look: () => EditorView): Omit<LanguageService, OfPlaces | OfDiagnostics> {
  const facts = (file: string): FileFacts | null => look().index.facts(file);
  return {
    outline: (file, depth) => ifThere(facts(file), (found) => makeOutline(found, depth)),
    foldingRanges: (file) => ifThere(facts(file), findFoldingRanges),
    semanticTokens: (file, within) => ifThere(facts(file), (found) => findSemanticTokens(found, within)),
    inlayHints: (file, within) => ifThere(facts(file), (found) => findInlayHints(look().index, found, within)),
    codeLenses: (file) =>
      ifThere(facts(file), (found) => makeCodeLenses(look().index, found, look().findDeploymentInfo)),
    async format(file, style, within) {
      const found = facts(file);
      return found === null ? { edits: [], left: [] } : formatFile(found, style, within);
    },
  };
}

function ifThere<T>(facts: FileFacts | null, find: (facts: FileFacts) => readonly T[]): readonly T[] {
  return facts === null ? [] : find(facts);
}
