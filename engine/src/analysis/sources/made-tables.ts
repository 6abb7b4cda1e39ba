/** Tables that the project's routines create or change: a statement may find them different from the live schema. */
import { Kept } from '../../base/memory';
import type { LiveTables } from '../../routine/live-tables';
import type { FileFacts } from './source-file';
import type { SourceIndex } from './source-index';

/**
 * Returns, in lower case, the tables that a routine creates, alters or renames, temporary ones, and the files' views.
 */
export function findMadeTables(index: SourceIndex): ReadonlySet<string> {
  return findWork(index).made;
}

/** Returns the same schema without those tables, and with the files' own triggers. */
export function hideMadeTables(live: LiveTables, index: SourceIndex): LiveTables {
  const { made, filled } = findWork(index);
  return {
    ...live,
    find(schema, name) {
      if (made.has(name.toLowerCase())) return null;
      const table = live.find(schema, name);
      return table !== null && filled.has(name.toLowerCase()) ? { ...table, hasInsertTrigger: true } : table;
    },
  };
}

/** Names in lower case, without schemas. */
interface Work {
  readonly made: ReadonlySet<string>;
  /** Tables with a BEFORE INSERT trigger. */
  readonly filled: ReadonlySet<string>;
}

/** The tables of all files, for one revision. */
const workOfAll = new Kept<{ revision: number; work: Work | null }>(() => ({ revision: -1, work: null }));
/** The tables of single files: an edit changes only one of them. */
const workOfFile = new Kept<{ work: Work | null }>(() => ({ work: null }));

function findWork(index: SourceIndex): Work {
  const { revision } = index;
  const known = index.memory.of(workOfAll);
  if (known.work !== null && known.revision === revision) return known.work;
  const parts = index.files().map((facts) => findWorkOfFile(index, facts));
  const work: Work = {
    made: new Set(parts.flatMap(({ made }) => [...made])),
    filled: new Set(parts.flatMap(({ filled }) => [...filled])),
  };
  Object.assign(known, { revision, work });
  return work;
}

function findWorkOfFile(index: SourceIndex, facts: FileFacts): Work {
  const known = facts.memory.of(workOfFile);
  if (known.work !== null) return known.work;
  const made = new Set<string>();
  const filled = new Set<string>();
  for (const { definition } of facts.routines) {
    const { kind, name, trigger, references } = definition;
    if (kind === 'view') made.add(name.name.text.toLowerCase());
    if (trigger?.timing === 'before' && trigger.events.includes('insert'))
      filled.add(trigger.table.name.text.toLowerCase());
    for (const reference of references)
      if (reference.kind === 'temporary' || (reference.kind === 'ddl' && reference.verb !== 'DROP'))
        made.add(reference.name.toLowerCase());
  }
  index.leave(facts.file);
  known.work = { made, filled };
  return known.work;
}
