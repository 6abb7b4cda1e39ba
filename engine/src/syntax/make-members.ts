/** The routines of a package body as definitions of their own, named `package.routine` as MariaDB names them. */
import { resolveDynamic } from './dynamic-sql';
import type { Definition, Reference } from './nodes';
import type { PackageRoutine } from './parse-oracle';
import type { TokenCursor } from './token-cursor';
import { resolveReferences } from './resolve-references';

/** The values that the members take from their package. */
type Package = Pick<Definition, 'name' | 'schema' | 'sqlMode'>;

export function makeMembers(
  r: TokenCursor,
  whole: Package,
  routines: readonly PackageRoutine[],
): readonly Definition[] {
  const { findings } = r;
  const members = routines.map((routine) => {
    r.findings = routine.findings;
    return makeMember(r, whole, routine);
  });
  r.findings = findings;
  return members;
}

function makeMember(r: TokenCursor, { name, schema, sqlMode }: Package, routine: PackageRoutine): Definition {
  const own = { ...routine.name, text: `${name.name.text}.${routine.name.text}` };
  return {
    kind: routine.kind,
    span: routine.whole,
    name: { schema: null, name: own, span: own.span },
    schema,
    home: schema,
    orReplace: false,
    ifNotExists: false,
    definer: null,
    parameterList: routine.span,
    parameters: routine.parameters,
    returns: routine.returns,
    characteristics: routine.characteristics,
    trigger: null,
    event: null,
    body: routine.body,
    statement: routine.statement,
    references: resolveReferences(routine.findings.references),
    dynamic: resolveDynamic(r),
    members: [],
    sqlMode,
    timeZone: null,
    undelimited: false,
    errors: [],
  };
}

/** Sets the package of calls of neighbours, with or without the package's name before them. */
export function markNeighbours(references: Reference[], owner: string, routines: readonly PackageRoutine[]): void {
  if (routines.length === 0) return;
  const names = new Set(routines.map(({ name }) => name.text.toLowerCase()));
  for (const [i, one] of references.entries()) {
    if ((one.kind !== 'call' && one.kind !== 'function') || !names.has(one.name.toLowerCase())) continue;
    const isNeighbour = one.package === null && (one.schema ?? owner).toLowerCase() === owner.toLowerCase();
    if (isNeighbour) references[i] = { ...one, schema: null, schemaSpan: null, package: owner };
  }
}
