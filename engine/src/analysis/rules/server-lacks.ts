/** Rule: what the server that the routines have to run on does not have: it came with a later version, or only the other server has it. */
import { standing } from '../program/find-features';
import { printServer, printServerVersion } from '../program/print-server';
import type { Rule } from './rule';
import type { ServerFeature } from '../program/server-features';
import type { ServerVersion } from '../../syntax/dialect';

export const serverLacks: Rule = {
  code: 'server-lacks',
  severity: 'error',
  *check({ features, server }) {
    for (const { feature, span } of features()) {
      if (standing(feature, server) !== 'not-yet') continue;
      yield { span, message: describe(feature, server) };
    }
  },
};

function describe(feature: ServerFeature, server: ServerVersion): string {
  const { since = 0 } = feature[server.dialect];
  const { name, instead } = feature;
  const problem =
    since < 200_000
      ? `${name} requires ${printServer({ ...server, serverVersion: since })} or later (target: ${printServerVersion(server.serverVersion)}).`
      : `${name} is not available in ${printServer(server)}.`;
  return instead === null ? problem : `${problem} Use ${instead}.`;
}
