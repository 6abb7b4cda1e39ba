/**
 * Deploys in a separate process, which kills itself at a fault point: `server schema files faultPoint step [user
 * password]`.
 */
import { liveProject } from '../support/live-project';
import type { LiveServer } from '../support/live-servers';

const [, , server, schema, files, faultPoint, step, user, password] = process.argv;

void liveProject(JSON.parse(server ?? '') as LiveServer['address'], schema ?? '', {
  files: JSON.parse(files ?? '{}') as Record<string, string>,
  ...(user === undefined || password === undefined ? {} : { environment: { user }, password }),
  onFaultPoint: async (now, number) => {
    if (now === faultPoint && number === Number(step)) process.kill(process.pid, 'SIGKILL');
    // The signal is on its way: nothing more may happen until it is here.
    if (now === faultPoint && number === Number(step)) await new Promise(() => undefined);
  },
})
  .deploy({ environment: 'test' })
  .then((answer) => {
    process.stdout.write(JSON.stringify(answer));
  });
