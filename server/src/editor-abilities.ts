/**
 * The abilities of the connected editor: Sproc's own extension, or any other that supports the Language Server
 * Protocol.
 */
import type { ClientCapabilities, InitializeResult } from 'vscode-languageserver';
import type { InitializationOptions } from '#protocol';

export interface EditorAbilities {
  /**
   * True if it uses the messages of `#protocol`, finds the projects, stores secrets and runs the commands of code
   * lenses.
   */
  readonly isOwn: boolean;
  /** True if it reports changes of its settings. */
  readonly followsSettings: boolean;
  readonly hasSettings: boolean;
  /**
   * The way in which it watches files: by patterns below a folder, by absolute ones, or not at all; then outside
   * changes are not reported.
   */
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

/** Returns the abilities; only the own extension passes its projects. */
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

/**
 * Returns the capabilities: complete for the own extension; for another editor without the commands of code lenses, and
 * with those that cannot be registered later.
 */
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
