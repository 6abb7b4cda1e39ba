/**
 * Deploys in a separate process, which waits for a signal before its first statement: `server schema user files`.
 */
import { once } from 'node:events';
import { liveProject } from '../support/live-project';
import type { LiveServer } from '../support/live-servers';

const [, , server, schema, user, files] = process.argv;

void liveProject(JSON.parse(server ?? '') as LiveServer['address'], schema ?? '', {
  files: JSON.parse(files ?? '{}') as Record<string, string>,
  environment: { user },
  onFaultPoint: async (faultPoint) => {
    if (faultPoint !== 'intended') return;
    process.stdout.write('ready\n');
    await once(process.stdin, 'data');
  },
})
  .deploy({ environment: 'test' })
  .then((answer) => {
    process.stdout.write(JSON.stringify(answer));
    process.exit();
  });
