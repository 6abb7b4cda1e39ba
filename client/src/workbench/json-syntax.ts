/** The syntax errors of JSON that both VS Code's JSON support and Sproc report. */
import type { Diagnostic } from 'vscode';
import { projectFileCodes } from '#protocol';

type Found = Pick<Diagnostic, 'source' | 'code'>;

/** Returns the diagnostics of a file, without JSON's syntax errors if `all` contains some from elsewhere. */
export function withoutReported<T extends Found>(own: readonly T[], all: readonly Found[]): readonly T[] {
  if (!all.some(isOfJsonSyntax)) return own;
  return own.filter(({ code }) => code !== projectFileCodes.syntax);
}

/**
 * The numbers of problems in VS Code's JSON support: those of the schema are below, and a trailing comma is allowed
 * here.
 */
const syntaxCodes = { first: 0x101, last: 0x2ff, trailingComma: 0x207, duplicateKey: 0x208 } as const;

function isOfJsonSyntax({ source, code }: Found): boolean {
  if (source !== 'json' && source !== 'jsonc') return false;
  const number = Number(typeof code === 'object' ? code.value : code);
  const { first, last, trailingComma, duplicateKey } = syntaxCodes;
  return number >= first && number <= last && number !== trailingComma && number !== duplicateKey;
}
