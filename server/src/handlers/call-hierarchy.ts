/** Handles textDocument/prepareCallHierarchy, callHierarchy/incomingCalls and callHierarchy/outgoingCalls. */
import type { CallHierarchyItem } from 'vscode-languageserver';
import { printKey, type Calls, type SourceRoutine } from '#engine';
import { symbolKinds, toRange } from '../workspace/translate';
import type { Located } from '../workspace/workspace';
import { locatePosition, uriOf, type Handler, type ServerContext } from './handler';

export const callHierarchy: Handler = (context) => {
  const { connection } = context;
  connection.languages.callHierarchy.onPrepare((parameters) => {
    const place = locatePosition(context, parameters);
    const source = place && place.service.routineAt(place);
    return place === null || source === null ? null : toItems(place, source);
  });

  connection.languages.callHierarchy.onIncomingCalls(({ item }) =>
    answer(context, item, (place, identity) =>
      place.service
        .incomingCalls(identity)
        .flatMap((calls) =>
          toItems(place, calls.source).map((from) => ({ from, fromRanges: rangesOf(place, calls.source.file, calls) })),
        ),
    ),
  );

  connection.languages.callHierarchy.onOutgoingCalls(({ item }) =>
    answer(context, item, (place, identity) =>
      place.service
        .outgoingCalls(identity)
        .flatMap((calls) =>
          toItems(place, calls.source).map((to) => ({ to, fromRanges: rangesOf(place, place.file, calls) })),
        ),
    ),
  );
};

function answer<T>(
  { workspace }: ServerContext,
  item: CallHierarchyItem,
  find: (place: Located, identity: string) => T,
): T | null {
  const place = workspace.locate(item.uri);
  return place === null || typeof item.data !== 'string' ? null : find(place, item.data);
}

function toItems(place: Located, { file, key, span, nameSpan, identity }: SourceRoutine): CallHierarchyItem[] {
  const lines = place.index.facts(file)?.lines;
  if (lines === undefined) return [];
  return [
    {
      name: printKey(key),
      kind: symbolKinds[key.kind],
      detail: file,
      uri: uriOf(place, file),
      range: toRange(lines, span),
      selectionRange: toRange(lines, nameSpan),
      data: identity,
    },
  ];
}

function rangesOf({ index }: Located, file: string, { spans }: Calls): ReturnType<typeof toRange>[] {
  const lines = index.facts(file)?.lines;
  return lines === undefined ? [] : spans.map((span) => toRange(lines, span));
}
