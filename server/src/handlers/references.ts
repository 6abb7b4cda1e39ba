/** Handles textDocument/references and textDocument/documentHighlight. */
import { DocumentHighlightKind } from 'vscode-languageserver';
import { toRange } from '../workspace/translate';
import { locatePosition, uriOf, type Handler } from './handler';

export const references: Handler = (context) => {
  context.connection.onReferences((parameters) => {
    const place = locatePosition(context, parameters);
    if (place === null) return null;
    const { includeDeclaration } = parameters.context;
    return place.service
      .references(place)
      .filter(({ role }) => includeDeclaration || role === 'use')
      .flatMap(({ file, span }) => {
        const lines = place.index.facts(file)?.lines;
        return lines === undefined ? [] : [{ uri: uriOf(place, file), range: toRange(lines, span) }];
      });
  });

  context.connection.onDocumentHighlight((parameters) => {
    const place = locatePosition(context, parameters);
    if (place === null) return null;
    return place.service.highlights(place).map(({ span, role }) => ({
      range: toRange(place.facts.lines, span),
      kind: role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
  });
};
