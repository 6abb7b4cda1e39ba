/** The routines and views that a statement of a client uses, by the text under which a server counts it. Pure. */
import type { ServerFacts } from '../../database/connection/session';
import type { Digest } from '../../database/statistics/read-digests';
import { identify } from '../../routine/routine';
import { lowerText, readingOf } from '../planning/steps/read-for-server';
import { listUsed } from './find-users';

/** Returns the identities of what the statement uses; none for a statement that only names something. */
export function listDigestUses({ schema, text }: Digest, server: ServerFacts): ReadonlySet<string> {
  // MySQL counts a prepared statement by its own text, twice: when it is prepared, and when it runs.
  const statement = text.replace(/^EXECUTE (?!`)/, '');
  if (!running.test(statement)) return new Set();
  const around = { schema: schema ?? '', kind: 'procedure', name: 'sproc_digest' } as const;
  const modes = { sqlMode: [], characterSet: null, collation: null };
  const read = lowerText(`CREATE PROCEDURE sproc_digest()\n${statement}`, readingOf(server, []), around, modes);
  if (read === null) return new Set();
  // `CALL a.b()` names a routine of the schema a, or of a package a in the default schema.
  const packages = read.origin.definition.references.flatMap(({ schema: first, package: name }) =>
    first === null || name !== null ? [] : [identify({ kind: 'package', schema: around.schema, name: first })],
  );
  return new Set([...listUsed(read), ...packages]);
}

/** The statements that use what they name. */
const running =
  /^(?:\(|(?:CALL|SELECT|INSERT|UPDATE|DELETE|REPLACE|SET|DO|WITH|VALUES|TABLE|LOAD|CREATE (?:TEMPORARY )?TABLE)\b)/;
