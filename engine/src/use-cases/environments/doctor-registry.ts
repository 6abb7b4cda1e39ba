/** The health of the registry: what is damaged, in conflict, or left by a process that died. */
import { advise, type Advice } from '../../base/advice';
import type { DoctorLine, DoctorState } from '../answers/doctor';
import { escapePattern } from '../../project/escape-pattern';
import { UnreadableVersionError, type RoutineRecord } from '../../registry/records/registry';
import type { RoutineKey } from '../../routine/routine';
import type { Project } from '../shared/project';
import type { Names } from './doctor-names';

export async function examineRegistry(
  project: Project,
  names: Names,
): Promise<{ readonly lines: readonly DoctorLine[]; readonly keys: readonly RoutineKey[] }> {
  const listed = await project.ports.registry.list();
  if (!listed.ok) {
    const code = listed.error.kind === 'bad-input' ? 'registry-damaged' : 'registry-unreadable';
    const failed: DoctorLine = { area: 'registry', state: 'problem', code, ...names.explain(listed.error) };
    return { lines: [failed, ...(await examineFolder(project))], keys: [] };
  }
  const records = listed.value;
  const versions = records.reduce((sum, record) => sum + record.versions.length, 0);
  const conflicts = records.filter(({ conflict }) => conflict !== null).length;
  const unreadable = records.reduce((sum, record) => sum + countUnreadable(record), 0);
  return {
    keys: records.map(({ key }) => key),
    lines: [
      line('ok', 'registry', `Registered versions: ${versions}, of routines: ${records.length}.`, null),
      ...(conflicts > 0
        ? [
            line(
              'problem',
              'status-conflict',
              `Routines whose registry contradicts itself, as after a merge: ${conflicts}.`,
              advise`See them with ${{ id: 'check' }}, and resolve each conflict with ${{ id: 'resolve-conflict' }}.`,
            ),
          ]
        : []),
      ...(unreadable > 0
        ? [
            line(
              'problem',
              'unreadable-version',
              `Registered versions whose text does not define their routine: ${unreadable}.`,
              'Restore them from git or a backup.',
            ),
          ]
        : []),
      ...(await examineFolder(project)),
    ],
  };
}

function countUnreadable({ versions }: RoutineRecord): number {
  return versions.filter((version) => {
    try {
      return version.routine.text === '';
    } catch (error) {
      if (error instanceof UnreadableVersionError) return true;
      throw error;
    }
  }).length;
}

/** Reports the files of an interrupted writer; the next one completes or removes them. */
async function examineFolder({ config, ports: { tree } }: Project): Promise<readonly DoctorLine[]> {
  if (config.registry.kind !== 'folder') return [];
  const { folder } = config.registry;
  const pattern = escapePattern(folder);
  const litter = await tree.list([`${pattern}/**/.*.tmp`, `${pattern}/.writing.*.tmp/**`]);
  const lines: DoctorLine[] = [];
  if (!(await tree.isFree(`${folder}/lock`)))
    lines.push(
      line(
        'warning',
        'registry-locked',
        'The registry is locked: a command is writing to it, or was killed while it did.',
        'Wait for the command; the lock of a killed one expires within 15 seconds.',
      ),
    );
  if (!(await tree.isFree(`${folder}/pending.json`)))
    lines.push(
      line(
        'warning',
        'registry-pending',
        'A write to the registry is not finished. It counts as done.',
        'The next registration or change of a status finishes it.',
      ),
    );
  if (litter.length > 0)
    lines.push(
      line(
        'warning',
        'registry-litter',
        `Temporary files that killed commands left in the registry: ${litter.length}.`,
        'Delete what is named `.*.tmp` in the registry folder while no command runs.',
      ),
    );
  return lines;
}

function line(state: DoctorState, code: string, message: string, remedy: Advice | null): DoctorLine {
  return { area: 'registry', state, code, message, remedy };
}
