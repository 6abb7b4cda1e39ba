/**
 * Deploys in a separate process, which waits for a signal before its first statement: `port flavor schema user files`.
 */
import { once } from 'node:events';
import { liveProject } from '../support/live-project';

const [, , port, flavor, schema, user, files] = process.argv;

void liveProject({ port: Number(port), flavor: flavor === 'mariadb' ? 'mariadb' : 'mysql' }, schema ?? '', {
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
