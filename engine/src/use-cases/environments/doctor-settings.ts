/** Settings of a server that reject or disable the routines deployed there. */
import { readWriteFacts, type WriteFacts } from '../../database/server-facts';
import { describeLoss, repairOfLoss } from '../../lifecycle/preflight/checks/durability';
import { printSize } from '../../lifecycle/preflight/checks/packet-size';
import type { Privileges } from '../../database/read-privileges';
import type { RoutineKind } from '../../syntax/routine-kind';
import type { Project } from '../shared/project';
import { unknown, type Examination, type TargetLine } from './doctor-line';

export async function examineSettings(
  project: Project,
  { session, names }: Examination,
  privileges: Privileges,
): Promise<readonly TargetLine[]> {
  const write = await readWriteFacts(session);
  if (!write.ok) return [unknown('settings', 'The settings of the server cannot be read.')];
  const index = await project.sources();
  const kinds = new Set(index.routines().map(({ key }) => key.kind));
  const found = [
    checkWrites(write.value, privileges),
    ...checkBinaryLog(write.value, privileges, kinds),
    ...checkEvents(write.value, kinds),
    checkPacket(write.value),
    ...checkDurability(write.value),
  ];
  if (write.value.replicates || maySeeReplication(privileges)) return found;
  const account = names.show('account', session.server.account);
  const privilege = session.server.dialect === 'mysql' ? 'REPLICATION CLIENT' : 'REPLICA MONITOR';
  return [
    ...found,
    {
      state: 'warning',
      code: 'replica-unknown',
      message: `It is unknown whether the server is a replica: that is not visible to ${account}.`,
      remedy: `Grant ${privilege} ON *.* to the account, or make sure that it is the primary.`,
    },
  ];
}

const seesReplication = [
  ...['SUPER', 'REPLICATION CLIENT', 'REPLICATION_SLAVE_ADMIN'],
  ...['REPLICA MONITOR', 'SLAVE MONITOR', 'REPLICATION REPLICA ADMIN', 'REPLICATION SLAVE ADMIN'],
];

function maySeeReplication(privileges: Privileges): boolean {
  return seesReplication.some((privilege) => privileges.hasGlobal(privilege));
}

function checkWrites(write: WriteFacts, privileges: Privileges): TargetLine {
  const mayWrite = ['SUPER', 'CONNECTION_ADMIN', 'READ_ONLY ADMIN', 'READ ONLY ADMIN'].some((privilege) =>
    privileges.hasGlobal(privilege),
  );
  if (write.superReadOnly || (write.readOnly && !mayWrite))
    return {
      state: 'problem',
      code: 'read-only',
      message: 'The server is read-only, so nothing can be deployed to it.',
      remedy: 'Name the primary in sproc.json, or switch off read_only and super_read_only.',
    };
  if (write.replicates || write.readOnly)
    return {
      state: 'problem',
      code: 'replica',
      message: write.replicates
        ? 'The server is a replica of another server. Changes made there are lost or stop replication.'
        : 'The server is set to read_only. Changes made there are lost or stop replication.',
      remedy: 'Name the primary in sproc.json.',
    };
  return { state: 'ok', code: 'writable', message: 'The server accepts writes.', remedy: null };
}

function checkBinaryLog(
  write: WriteFacts,
  privileges: Privileges,
  kinds: ReadonlySet<RoutineKind>,
): readonly TargetLine[] {
  const isConcerned = kinds.has('function') || kinds.has('trigger');
  if (!isConcerned || !write.binaryLog || write.trustsFunctionCreators || privileges.hasGlobal('SUPER')) return [];
  return [
    {
      state: 'problem',
      code: 'log-bin-trust',
      message:
        'The server has binary logging on and does not allow this account to create functions and triggers (error 1419).',
      remedy:
        'Run `SET GLOBAL log_bin_trust_function_creators = 1` as an administrator; on a managed server, set it in the parameter group.',
    },
  ];
}

function checkEvents(write: WriteFacts, kinds: ReadonlySet<RoutineKind>): readonly TargetLine[] {
  if (!kinds.has('event') || write.eventScheduler === 'ON') return [];
  return [
    {
      state: 'warning',
      code: 'event-scheduler',
      message: 'The event scheduler is off, so the events of the project do not run.',
      remedy: 'Run `SET GLOBAL event_scheduler = ON` as an administrator.',
    },
  ];
}

function checkDurability({ lossySettings }: WriteFacts): readonly TargetLine[] {
  return lossySettings.map((setting) => ({
    ...{ state: 'warning', code: 'not-durable' },
    message: describeLoss(setting, 'the server'),
    remedy: repairOfLoss(setting),
  }));
}

const smallPacket = 4 * 1024 * 1024;

function checkPacket({ maxAllowedPacket }: WriteFacts): TargetLine {
  const message = `max_allowed_packet is ${printSize(maxAllowedPacket)}.`;
  if (maxAllowedPacket >= smallPacket) return { state: 'ok', code: 'packet-size', message, remedy: null };
  return {
    ...{ state: 'warning', code: 'packet-size', message },
    remedy: 'Raise it to 16777216: a routine needs about twice the size of its text in one packet.',
  };
}
