/** Rule: features that the target server no longer has. Words are rejected by CREATE, functions fail when they run (1305). */
import type { ServerVersion } from '../../syntax/dialect';
import { availabilityOf } from '../program/find-features';
import { printServer, printServerVersion } from '../program/print-server';
import type { ServerFeature } from '../program/server-features';
import type { Rule } from './rule';

export const removedFeature: Rule = {
  code: 'removed-feature',
  severity: 'error',
  *check({ features, server }) {
    for (const { feature, span } of features()) {
      if (availabilityOf(feature, server) !== 'removed') continue;
      const message = describe(feature, server);
      yield feature.component === undefined ? { span, message } : { span, message, severity: 'warning' };
    }
  },
};

function describe(feature: ServerFeature, server: ServerVersion): string {
  const { name, instead, component } = feature;
  const since = printServer({ ...server, serverVersion: feature[server.dialect].until ?? 0 });
  const target = printServerVersion(server.serverVersion);
  if (instead === null) return `${name} was removed in ${since} (target: ${target}). Remove it.`;
  if (component === undefined) return `${name} was removed in ${since} (target: ${target}). Use ${instead}.`;
  return `${name} was removed in ${since} (target: ${target}). Use ${instead}, or install the component \`${component}\`.`;
}
