/** The effects of changes that have no plan, as a sentence and lines: before they are made, and afterwards. */
import type { AcceptLedgerAnswer, BaselineAnswer, CopyRegistryAnswer, GcAnswer, ResolveAnswer } from '#engine';
import { printForEditor } from '#protocol';
import { plural } from '../plural';

export interface Effect {
  readonly sentence: string;
  /** The single changes, and what was left with the reason. */
  readonly lines: readonly string[];
  /** True if there is nothing to change. */
  readonly isNothing: boolean;
  /** False if something was left, could not be read or failed afterwards. */
  readonly isWhole: boolean;
}

const nouns: readonly (readonly [GcAnswer['removed'][number]['kind'], string])[] = [
  ['deployment', 'deployment'],
  ['definition', 'saved definition'],
  ['version', 'version'],
];

export function describeCleanUp(environment: string, { removed, notes }: GcAnswer, isReal: boolean): Effect {
  const counts = nouns.flatMap(([kind, noun]) => {
    const count = removed.filter((each) => each.kind === kind).length;
    return count === 0 ? [] : [plural(count, noun)];
  });
  const [isNothing, isWhole] = [removed.length === 0, true];
  const sentence = isNothing
    ? `${environment} has nothing older than the retention in sproc.json.`
    : `${counts.join(', ')} of ${environment} ${isReal ? 'were removed' : 'exceed the retention and will be removed'}.`;
  const lines = removed.map(({ name, target, why }) => `${name} (${target ?? 'registry'}): ${why}`);
  return { sentence, lines: [...lines, ...notes], isNothing, isWhole };
}

export function describeBaseline(answer: BaselineAnswer, isReal: boolean): Effect {
  const { environment, adopted, unchanged, skipped, unlisted = [], warnings = [] } = answer;
  const isWhole = skipped.length + unlisted.length + warnings.length === 0;
  const [counted, isOne] = [plural(adopted.length, 'routine'), adopted.length === 1];
  const will = isOne ? 'becomes a version' : 'become versions';
  const done = isOne ? 'is a version now' : 'are versions now';
  const left = `${unchanged} unchanged, ${skipped.length} skipped`;
  const sentence =
    adopted.length === 0
      ? `Nothing in ${environment} needs to be taken over: ${left}.`
      : `${counted} of ${environment} ${isReal ? done : will}; ${left}.`;
  const write = isReal ? 'written' : 'to be written';
  const lines = [
    ...adopted.map(
      ({ routine, version, status, file, isImported }) =>
        `${routine} ${version}, ${status}: ${file}${isImported ? ` (${write})` : ''}`,
    ),
    ...skipped.map(({ routine, reason }) => `${routine} is skipped: ${printForEditor(reason)}`),
    ...unlisted,
    ...warnings,
  ];
  return { sentence, lines, isNothing: adopted.length === 0, isWhole };
}

export function describeCopy(answer: CopyRegistryAnswer, isReal: boolean): Effect {
  const { from, to, copied, statusChanges, unchanged } = answer;
  const isNothing = copied.length + statusChanges === 0;
  const there = unchanged === 0 ? 'no version is registered' : `${plural(unchanged, 'version')} already there`;
  const facts = [
    ...(copied.length === 0 ? [] : [plural(copied.length, 'version')]),
    ...(statusChanges === 0 ? [] : [plural(statusChanges, 'status change')]),
  ];
  const sentence = isNothing
    ? `${from} has nothing to copy to ${to}: ${there}.`
    : `${facts.join(' and ')} ${isReal ? 'copied' : 'to copy'} from ${from} to ${to}; ${unchanged} already there.`;
  const lines = copied.map(({ routine, version }) => `${routine} ${version}`);
  return { sentence, lines, isNothing, isWhole: true };
}

export function describeResolution(answer: ResolveAnswer, isReal: boolean): Effect {
  const { routine, keep, registered, carried, dropped } = answer;
  const kept = keep === 'ours' ? 'your branch' : 'the other branch';
  const sentence = `The conflict of ${routine} ${isReal ? 'is resolved' : 'will be resolved'}: ${kept} is kept.`;
  const lines = [
    ...registered.map(({ version, was }) => `${version} is registered; it was ${was} on the other branch`),
    ...carried.map(({ version, from, to }) => `${version}: ${from} → ${to} is carried over`),
    ...dropped.map(({ version, from, to }) => `${version}: ${from ?? 'new'} → ${to} is dropped`),
  ];
  return { sentence, lines, isNothing: false, isWhole: true };
}

export function describeAcceptance(environment: string, answer: AcceptLedgerAnswer, isReal: boolean): Effect {
  const { targets, warnings } = answer;
  const faults = targets.flatMap(({ target, accepted }) => accepted.map((fault) => `${target}: ${fault}`));
  const end = targets.map(({ target, head, sequence }) => `${target} is verified from row ${sequence} on: ${head}`);
  const isNothing = faults.length === 0;
  const will = isReal ? 'was accepted as it is' : 'will be accepted as it is';
  const sentence = isNothing
    ? `The ledger of ${environment} is intact: there is nothing to accept.`
    : `The ledger of ${environment}, with ${plural(faults.length, 'fault')}, ${will}.`;
  const lines = [...faults, ...(isReal && !isNothing ? end : []), ...warnings.map(printForEditor)];
  return { sentence, lines, isNothing, isWhole: warnings.length === 0 };
}
