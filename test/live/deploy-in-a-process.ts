/** Deploys in a process of its own, which kills itself at a boundary: `port flavor schema files boundary step`. */
import { liveProject } from '../support/live-project';

const [, , port, flavor, schema, files, boundary, step] = process.argv;

void liveProject({ port: Number(port), flavor: flavor === 'mariadb' ? 'mariadb' : 'mysql' }, schema ?? '', {
  files: JSON.parse(files ?? '{}') as Record<string, string>,
  onBoundary: async (now, number) => {
    if (now === boundary && number === Number(step)) process.kill(process.pid, 'SIGKILL');
    // The signal is on its way: nothing more may happen until it is here.
    if (now === boundary && number === Number(step)) await new Promise(() => undefined);
  },
})
  .deploy({ environment: 'test' })
  .then((answer) => {
    process.stdout.write(JSON.stringify(answer));
  });
