/** Handles textDocument/semanticTokens/full and /range. */
import { SemanticTokensBuilder, type SemanticTokens } from 'vscode-languageserver';
import type { Span } from '#engine';
import { semanticTypes, toOffset, toRange } from '../workspace/translate';
import type { Located } from '../workspace/workspace';
import type { Handler } from './handler';

export const semanticTokens: Handler = ({ connection, workspace }) => {
  const answer = (uri: string, spanOf: (located: Located) => Span): SemanticTokens => {
    const located = workspace.locate(uri);
    return located === null ? { data: [] } : encode(located, spanOf(located));
  };
  connection.languages.semanticTokens.on(({ textDocument }) =>
    isTooLong(workspace.locate(textDocument.uri))
      ? onlyRanges
      : answer(textDocument.uri, ({ facts }) => ({ start: 0, end: facts.text.length })),
  );
  connection.languages.semanticTokens.onRange(({ textDocument, range }) =>
    answer(textDocument.uri, ({ facts }) => ({
      start: toOffset(facts.lines, range.start),
      end: toOffset(facts.lines, range.end),
    })),
  );
};

/** Characters of which an editor asks for the part that it shows, and need not be sent all. */
const longest = 2_000_000;

function isTooLong(located: Located | null): boolean {
  return located !== null && located.facts.text.length > longest;
}

/** The answer for a whole document without tokens, null in the protocol: the editor then requests ranges. */
const onlyRanges = null as unknown as SemanticTokens;

function encode({ service, file, facts }: Located, within: Span): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { kind, span, isDeclaration } of service.semanticTokens(file, within)) {
    const { line, character } = toRange(facts.lines, span).start;
    const type = Object.keys(semanticTypes).indexOf(kind);
    builder.push(line, character, span.end - span.start, type, isDeclaration ? 1 : 0);
  }
  return builder.build();
}
