/** Runs the garbage collection in a separate process, which its parent kills: `port flavor schema`. */
import { liveProject } from '../support/live-project';

const [, , port, flavor, schema] = process.argv;

void liveProject({ port: Number(port), flavor: flavor === 'mariadb' ? 'mariadb' : 'mysql' }, schema ?? '', {
  settings: { retention: { days: 0, deployments: 1 } },
}).gc({ environment: 'test' });
