/** Handles textDocument/definition. */
import type { LiveDefinition } from '#engine';
import { tableUri, textUri } from '#protocol';
import { atStart, toRange } from '../workspace/translate';
import { locatePosition, uriOf, type Handler } from './handler';

export const definition: Handler = (context) => {
  context.connection.onDefinition((parameters) => {
    const place = locatePosition(context, parameters);
    if (place === null) return null;
    const found = place.service.definitions(place).flatMap(({ file, nameSpan }) => {
      const lines = place.index.facts(file)?.lines;
      return lines === undefined ? [] : [{ uri: uriOf(place, file), range: toRange(lines, nameSpan) }];
    });
    // Another editor cannot open the documents of our client.
    if (found.length > 0 || place.project === null || !context.isOwnEditor()) return found;
    const live = place.service.liveDefinition(place);
    return live === null ? [] : [atStart(liveUri(place.project.folder, live))];
  });
};

/** Returns the URI of a text that the client reads from the environment when it is opened. */
function liveUri(project: string, live: LiveDefinition): string {
  if (live.kind === 'routine') return textUri({ project, ref: `${live.routine}@${live.environment}` });
  const { environment, schema, name } = live;
  return tableUri({ project, environment, schema, name });
}
