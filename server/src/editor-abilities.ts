/** What the editor at the other end can do: Sproc's own extension, or any other that speaks the Language Server Protocol. */
import type { ClientCapabilities, InitializeResult } from 'vscode-languageserver';
import type { InitializationOptions } from '#protocol';

export interface EditorAbilities {
  /** It sends and takes the messages of `#protocol`, finds the projects, keeps secrets and runs the commands of code lenses. */
  readonly isOwn: boolean;
  /** It tells when its settings change. */
  readonly followsSettings: boolean;
  readonly hasSettings: boolean;
  /** It watches files, by patterns below a folder or by absolute ones; else what changes outside of it is not told. */
  readonly watching: 'relative' | 'absolute' | 'none';
  /** Formatting can be offered and withdrawn while it runs. */
  readonly registersFormatting: boolean;
}

export const ownEditor: EditorAbilities = {
  isOwn: true,
  followsSettings: true,
  hasSettings: true,
  watching: 'relative',
  registersFormatting: true,
};

/** The own extension gives its projects; no other does. */
export function readAbilities(
  { workspace, textDocument }: ClientCapabilities,
  options: Partial<InitializationOptions>,
): EditorAbilities {
  if (Array.isArray(options.projects)) return ownEditor;
  const watched = workspace?.didChangeWatchedFiles;
  return {
    isOwn: false,
    followsSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    hasSettings: workspace?.configuration === true,
    watching:
      watched?.dynamicRegistration !== true
        ? 'none'
        : watched.relativePatternSupport === true
          ? 'relative'
          : 'absolute',
    registersFormatting:
      textDocument?.formatting?.dynamicRegistration === true &&
      textDocument.rangeFormatting?.dynamicRegistration === true,
  };
}

/** What the own extension gets as it is; another editor without the commands of code lenses, and with what it is not told later. */
export function fitCapabilities(
  capabilities: InitializeResult['capabilities'],
  { isOwn, watching, registersFormatting }: EditorAbilities,
): InitializeResult['capabilities'] {
  if (isOwn) return capabilities;
  const { textDocumentSync } = capabilities;
  const { codeLensProvider: _, ...others } = capabilities;
  return {
    ...others,
    ...(watching === 'none' &&
      typeof textDocumentSync === 'object' && { textDocumentSync: { ...textDocumentSync, save: true } }),
    ...(!registersFormatting && { documentFormattingProvider: true, documentRangeFormattingProvider: true }),
  };
}
