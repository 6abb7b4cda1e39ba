/** Runs the garbage collection in a separate process, which its parent kills: `server schema`. */
import { liveProject } from '../support/live-project';
import type { LiveServer } from '../support/live-servers';

const [, , server, schema] = process.argv;

void liveProject(JSON.parse(server ?? '') as LiveServer['address'], schema ?? '', {
  settings: { retention: { days: 0, deployments: 1 } },
}).gc({ environment: 'test' });
