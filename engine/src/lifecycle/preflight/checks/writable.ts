/** Check: the target accepts writes, and is not a replica whose own writes would be lost or break replication. */
import type { Check } from './check';
import { stop } from '../../planning/findings';

export const checkWritable: Check = ({ facts }) => {
  const { label, write, privileges } = facts;
  const mayWrite = ['SUPER', 'CONNECTION_ADMIN', 'READ_ONLY ADMIN', 'READ ONLY ADMIN'].some((privilege) =>
    privileges.hasGlobal(privilege),
  );
  if (write.superReadOnly || (write.readOnly && !mayWrite))
    return [
      stop(
        'read-only',
        `${label} is read-only.`,
        'Deploy to the primary, or switch off read_only and super_read_only.',
      ),
    ];
  if (write.replicates || write.readOnly)
    return [
      stop(
        'replica',
        write.replicates
          ? `${label} is a replica of another server. Changes made there are lost or stop replication.`
          : `${label} is set to read-only. Changes made there are lost or stop replication.`,
        'Deploy to the primary.',
      ),
    ];
  return [];
};
