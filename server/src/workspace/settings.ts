/** The settings of the editor that the server reads. */
import type { Connection } from 'vscode-languageserver';

export interface Settings {
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
  readonly format: boolean;
  /** Diagnose sources that are not open, too. */
  readonly wholeProject: boolean;
}

export const defaultSettings: Settings = { codeLens: true, inlayHints: true, format: true, wholeProject: true };

/** Reads the settings; missing and invalid values have their defaults. */
export async function readSettings(connection: Connection): Promise<Settings> {
  const given: unknown = await connection.workspace.getConfiguration('sproc');
  const read = (...path: readonly string[]): unknown =>
    path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), given);
  return {
    codeLens: read('codeLens') !== false,
    inlayHints: read('inlayHints') !== false,
    format: read('format', 'enable') !== false,
    wholeProject: read('diagnostics', 'wholeProject') !== false,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
