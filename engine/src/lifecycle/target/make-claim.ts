/** The claim of a lease; its owner is the deployment's id. */
import { randomBytes } from 'node:crypto';
import type { LeaseClaim } from '../../ledger/lease';
import type { ProjectAccess } from './project-access';

export async function makeClaim({ ports }: ProjectAccess): Promise<LeaseClaim> {
  const { provenance } = ports;
  const moment = provenance
    .now()
    .toISOString()
    .replace(/[-:]|\.\d+Z$/g, '');
  const owner = `${moment}-${randomBytes(3).toString('hex')}`;
  return { owner, holder: `${await provenance.author()} on ${provenance.host()}` };
}
