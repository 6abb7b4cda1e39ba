/** The disk of a file system without hard links, such as exFAT and some network shares. */
import { makeGate, openGate, type Disk, type Gate } from '../../engine/src/base/node-gate';
import { succeed } from '../../engine/src/base/result';

export function gateWithoutLinks(): Gate {
  const disk = openGate.disk();
  if (!disk.ok) throw new Error('The gate is open.');
  const link: Disk['link'] = () => Promise.reject(Object.assign(new Error('EPERM: no links'), { code: 'EPERM' }));
  return { ...makeGate(() => true), disk: () => succeed({ ...disk.value, link }) };
}
