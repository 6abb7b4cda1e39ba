/** Handles textDocument/definition. */
import { toRange } from '../workspace/translate';
import { locatePosition, uriOf, type Handler } from './handler';

export const definition: Handler = (context) => {
  context.connection.onDefinition((parameters) => {
    const place = locatePosition(context, parameters);
    if (place === null) return null;
    return place.service.definitions(place).flatMap(({ file, nameSpan }) => {
      const lines = place.index.facts(file)?.lines;
      return lines === undefined ? [] : [{ uri: uriOf(place, file), range: toRange(lines, nameSpan) }];
    });
  });
};
