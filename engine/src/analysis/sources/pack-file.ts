/**
 * Converts the index data of a file to one line of JSON, and back: reading that takes a tenth of the time of reading
 * the text.
 */
import type { RoutineKey, Signature } from '../../routine/routine';
import type { SourceReference, ReferenceTarget, TargetPool } from './source-references';
import type { FileFacts, KeptFile, Place, RoutineFacts, SourceRoutine } from './source-file';

/** Short lists in place of records: ten thousand files make one line each. */
interface PackedFile {
  readonly verbs: readonly string[];
  readonly installs: readonly string[];
  readonly error: number | null;
  readonly targets: readonly (readonly [kind: ReferenceTarget['kind'], schema: string, name: string])[];
  /** The routines, with the number of each among the definitions of the file. */
  readonly routines: readonly (readonly [number, PackedRoutine])[];
  /** The members, with the numbers of the package body and of the routine in it. */
  readonly members: readonly (readonly [number, number, PackedRoutine])[];
}

interface PackedRoutine {
  readonly key: readonly [schema: string, kind: RoutineKey['kind'], name: string];
  readonly signature: Signature;
  /** Start and end of the definition and of its name, first and last line. */
  readonly spans: readonly [number, number, number, number, number, number];
  readonly within: string | null;
  /**
   * Seven numbers for each reference: kind, certainty, target, whether it is dynamic, start, start of the name, end.
   */
  readonly mentions: readonly number[];
}

const kinds: readonly SourceReference['kind'][] = ['call', 'function', 'read', 'write'];
const certainties: readonly SourceReference['certainty'][] = ['certain', 'possible', 'unknown'];
const numbersInReference = 7;

export function packFile({ otherVerbs, installs, errorLine, routines, members }: FileFacts): string {
  const targets = new Map<ReferenceTarget, number>();
  const pack = (source: SourceRoutine): PackedRoutine => packRoutine(source, targets);
  const packedRoutines = routines.map((source): PackedFile['routines'][number] => [source.place[0], pack(source)]);
  const packedMembers = members.map((member): PackedFile['members'][number] => [
    member.place[0],
    member.place[1] ?? 0,
    pack(member),
  ]);
  const packed: PackedFile = {
    verbs: otherVerbs,
    installs,
    error: errorLine,
    targets: [...targets.keys()].map(({ kind, schema, name }) => [kind, schema, name]),
    routines: packedRoutines,
    members: packedMembers,
  };
  return JSON.stringify(packed);
}

/** Unpacks a line of `packFile`; the cache ensures that it is one. */
export function unpackFile(line: string, pool: TargetPool): KeptFile {
  const { verbs, installs, error, targets, routines, members } = JSON.parse(line) as PackedFile;
  const shared = targets.map(([kind, schema, name]) => pool.share(kind, schema, name));
  return {
    otherVerbs: verbs,
    installs,
    errorLine: error,
    routines: routines.map(([i, routine]) => unpackRoutine(routine, [i], shared)),
    members: members.map(([outer, inner, member]) => unpackRoutine(member, [outer, inner], shared)),
  };
}

function packRoutine(source: SourceRoutine, targets: Map<ReferenceTarget, number>): PackedRoutine {
  const { key, signature, span, nameSpan, line, endLine, within, references } = source;
  const numberOf = (target: ReferenceTarget): number => {
    const number = targets.get(target) ?? targets.size;
    targets.set(target, number);
    return number;
  };
  return {
    key: [key.schema, key.kind, key.name],
    signature,
    spans: [span.start, span.end, nameSpan.start, nameSpan.end, line, endLine],
    within,
    mentions: references.flatMap(({ kind, certainty, target, isDynamic, start, nameStart, end }) => [
      kinds.indexOf(kind),
      certainties.indexOf(certainty),
      numberOf(target),
      Number(isDynamic),
      start,
      nameStart,
      end,
    ]),
  };
}

function unpackRoutine(packed: PackedRoutine, place: Place, targets: readonly ReferenceTarget[]): RoutineFacts {
  const [schema, kind, name] = packed.key;
  const [start, end, nameStart, nameEnd, line, endLine] = packed.spans;
  return {
    key: { schema, kind, name },
    signature: packed.signature,
    span: { start, end },
    nameSpan: { start: nameStart, end: nameEnd },
    line,
    endLine,
    within: packed.within,
    place,
    references: unpackReferences(packed.mentions, targets),
  };
}

function unpackReferences(numbers: readonly number[], targets: readonly ReferenceTarget[]): readonly SourceReference[] {
  const references: SourceReference[] = [];
  for (let i = 0; i < numbers.length; i += numbersInReference) {
    const [kind = 0, certainty = 0, target = 0, isDynamic = 0, start = 0, nameStart = 0, end = 0] = numbers.slice(
      i,
      i + numbersInReference,
    );
    const [itsKind, itsCertainty, itsTarget] = [kinds[kind], certainties[certainty], targets[target]];
    if (itsKind === undefined || itsCertainty === undefined || itsTarget === undefined)
      throw new Error('A line of the index names what it does not hold.');
    references.push({
      kind: itsKind,
      certainty: itsCertainty,
      target: itsTarget,
      isDynamic: isDynamic === 1,
      start,
      nameStart,
      end,
    });
  }
  return references;
}
