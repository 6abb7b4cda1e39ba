/** Handles sproc/hoverLinks: the ways that lead on from a hover. */
import { identify, printAmong } from '#engine';
import { hoverLinks as hoverLinksRequest, type HoverLink } from '#protocol';
import { locatePosition, type Handler } from './handler';

export const hoverLinks: Handler = (context) => {
  context.connection.onRequest(hoverLinksRequest, (parameters) => {
    const place = locatePosition(context, parameters);
    const project = place?.project?.assumed === null ? place.project.folder : undefined;
    return { ok: true, value: place === null || project === undefined ? [] : findLinks(place, project) };
  });
};

function findLinks(place: NonNullable<ReturnType<typeof locatePosition>>, project: string): readonly HoverLink[] {
  const { service, index } = place;
  const source = service.routineAt(place);
  if (source !== null) {
    const routine = printAmong(source.key, (other) => index.find(identify(other)).length > 0);
    return (['open', 'callers', 'history'] as const).map((kind) => ({ kind, argument: { project, routine } }));
  }
  const live = service.liveDefinition(place);
  if (live?.kind !== 'routine') return [];
  const { routine, environment } = live;
  return [{ kind: 'open', argument: { project, routine, environment } }];
}
