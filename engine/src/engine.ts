/** The door `#engine`: what the fronts may know of the engine. */
export type * from './lifecycle/answers/accept-ledger';
export type * from './lifecycle/answers/carry-out';
export type * from './lifecycle/answers/deploy';
export type * from './lifecycle/answers/finding';
export type * from './lifecycle/answers/history';
export type * from './lifecycle/answers/plan';
export type * from './lifecycle/answers/preflight';
export type * from './lifecycle/answers/recover';
export type * from './lifecycle/answers/roll-back';
export type * from './routine/routine-state';
export type * from './routine/version-status';
export type * from './use-cases/answers/check';
export type * from './use-cases/answers/compare';
export type * from './use-cases/answers/copy-registry';
export type * from './use-cases/answers/drift';
export type * from './use-cases/answers/gc';
export type * from './use-cases/answers/grants';
export type * from './use-cases/answers/graph';
export type * from './use-cases/answers/import-routines';
export type * from './use-cases/answers/inspect';
export type * from './use-cases/answers/mark';
export type * from './use-cases/answers/promote';
export type * from './use-cases/answers/register';
export type * from './use-cases/answers/resolve-conflict';
export type * from './use-cases/answers/show';
export type * from './use-cases/answers/status';
export type * from './use-cases/answers/sync';
export type * from './use-cases/answers/versions';
export type * from './base/failure';
export type * from './base/result';
export type { DifferenceKind } from './routine/difference';
export type { Bump } from './registry/records/registry';
export type { RoutineKind } from './syntax/routine-kind';
export type { Answer, Sproc } from './use-cases/sproc';

export { inspect, type SourceText } from './use-cases/reading/inspect';
export { checkTexts } from './use-cases/reading/check-texts';
export { renderPatch } from './use-cases/shared/render-patch';
export { projectFile } from './project/project-file';
export { openProject, type SprocPorts } from './use-cases/open-project';
export { defaultReading, type Dialect, type ReadingOptions } from './syntax/dialect';
export type { Circumstances, Secrets, SourceTree } from './project/ports';
export { printable, printableLine, printableLines } from './base/printable';
export { audienceOf } from './project/audience';
export type { Environment, ProjectConfig, Stage, Strategy } from './project/environment';
export { parseProjectFile } from './project/parse-project-file';
export { hasVersion } from './project/server-families';
export { parseServerVersion } from './project/make-project-config';
export { normalSqlMode } from './routine/sql-mode';

export { restricted } from './base/restricted';
export { parseJsonSafely } from './base/parse-json';
export { makePause } from './base/slices';
export { LineIndex, type Place, type Span } from './base/text';
export { undecoded } from './syntax/encoding';
export { printShownJson } from './base/well-formed';
export { loadColumnReader } from './analysis/columns/column-reader';
export type { Judging, LiveSight } from './analysis/diagnose';
export type { LiveTables } from './routine/live-tables';
export { unreadableFile } from './analysis/unreadable-file';
export { findCallCycles } from './analysis/program/call-cycles';
export { diagnoseFile, diagnoseInSteps } from './analysis/diagnose';
export {
  emptyCache,
  readIndexCache,
  writeIndexCache,
  type IndexCache,
  type IndexStore,
} from './analysis/sources/index-cache';
export { findAffected, isSameFace } from './analysis/sources/face';
export type { Diagnostic, Severity } from './analysis/program/diagnostic';
export { makeFindRegistered, nothingRegistered, type FindRegistered } from './analysis/sources/registered-text';
export type { Occurrence } from './analysis/program/references';
export { SourceIndex, type FileFacts, type SourceRoutine } from './analysis/sources/source-index';
export { readingOf } from './use-cases/shared/project';
export { conflictDiagnostics, unreadableRegistry } from './use-cases/reading/registry-diagnostics';
export { SeenEnvironments } from './use-cases/environments/seen-environments';
export { rankFiles } from './use-cases/shared/rank-files';
export { printKey, type RoutineKey } from './routine/routine';

export { findIncomingCalls, findOutgoingCalls, prepareCallHierarchy, type Calls } from './features/call-hierarchy';
export { makeCodeLenses } from './features/code-lenses';
export { findCompletions, type Completion } from './features/completion/completion';
export { findDefinitions } from './features/definition';
export { drawGraph, mostDrawnNodes } from './features/draw-graph';
export type { FileEdit } from './features/file-edit';
export { findFoldingRanges } from './features/folding';
export { formatFile, type FormattedFile } from './features/format/format-file';
export { makeHover } from './features/hover';
export { findInlayHints } from './features/inlay-hints';
export type { Knowledge, RoutineKnowledge } from './features/knowledge';
export * from './features/state-words';
export { makeOutline, type OutlineItem } from './features/outline';
export { findQuickFixes } from './features/fixes/quick-fixes';
export type { QuickFix, ToldDiagnostic } from './features/fixes/fix';
export { findHighlights, findReferences } from './features/references';
export { findRenameTarget, rename } from './features/rename';
export { findSemanticTokens, type SemanticKind } from './features/semantic-tokens';
export { makeSignatureHelp } from './features/signature-help';
export { findWorkspaceSymbols } from './features/workspace-symbols';
