/** Which problems of a file are those of JSON's syntax, as VS Code's own JSON support and as Sproc tells them. */
import type { Diagnostic } from 'vscode';
import { projectFileCodes } from '#protocol';

type Found = Pick<Diagnostic, 'source' | 'code'>;

/** The diagnostics of a file but for those of JSON's syntax where another of `all` tells of it. */
export function withoutTold<T extends Found>(own: readonly T[], all: readonly Found[]): readonly T[] {
  if (!all.some(isOfJsonSyntax)) return own;
  return own.filter(({ code }) => code !== projectFileCodes.syntax);
}

/** As VS Code's JSON support numbers its problems: those of the schema are below, and a comma too many is allowed here. */
const syntaxCodes = { first: 0x101, last: 0x2ff, trailingComma: 0x207, duplicateKey: 0x208 } as const;

function isOfJsonSyntax({ source, code }: Found): boolean {
  if (source !== 'json' && source !== 'jsonc') return false;
  const number = Number(typeof code === 'object' ? code.value : code);
  const { first, last, trailingComma, duplicateKey } = syntaxCodes;
  return number >= first && number <= last && number !== trailingComma && number !== duplicateKey;
}
