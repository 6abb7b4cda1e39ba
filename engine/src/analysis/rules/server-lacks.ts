/** Rule: what the server that the routines have to run on does not have: it came with a later version, or only the other server has it. */
import { availabilityOf } from '../program/find-features';
import { printServer, printServerVersion } from '../program/print-server';
import type { Rule } from './rule';
import type { ServerFeature } from '../program/server-features';
import type { ServerVersion } from '../../syntax/dialect';

export const serverLacks: Rule = {
  code: 'server-lacks',
  severity: 'error',
  *check({ features, server }) {
    for (const { feature, span } of features()) {
      if (availabilityOf(feature, server) !== 'not-yet') continue;
      yield { span, message: describe(feature, server) };
    }
  },
};

function describe(feature: ServerFeature, server: ServerVersion): string {
  const { since = 0 } = feature[server.dialect];
  const { name, instead } = feature;
  if (since >= 200_000) {
    const where = printServer(server);
    return instead === null
      ? `${name} is not available in ${where}.`
      : `${name} is not available in ${where}. Use ${instead}.`;
  }
  const least = printServer({ ...server, serverVersion: since });
  const target = printServerVersion(server.serverVersion);
  return instead === null
    ? `${name} requires ${least} or later (target: ${target}).`
    : `${name} requires ${least} or later (target: ${target}). Use ${instead}.`;
}
