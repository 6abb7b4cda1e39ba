/** The sides of a comparison and their words: the target is always on the left, the person's own on the right. */
import type { ComparedText, ComparedTexts } from '#engine';
import { type EnvironmentState, visible } from '#protocol';

/** Each is `workspace`, `registry`, `registry@1.2.0` or an environment. */
export interface Sides {
  readonly left: string;
  readonly right: string;
}

type Stages = readonly Pick<EnvironmentState, 'name' | 'stage'>[];

/** Returns the sides in their order, whichever was chosen first; of two alike the first is on the left. */
export function arrangeSides(one: string, other: string, environments: Stages): Sides {
  return rankOf(one, environments) > rankOf(other, environments)
    ? { left: other, right: one }
    : { left: one, right: other };
}

/** Returns the place of a side between production, on the far left, and the workspace. */
function rankOf(side: string, environments: Stages): number {
  if (side === 'workspace') return 5;
  if (side === 'registry') return 4;
  if (side.startsWith('registry@')) return 3;
  const stage = environments.find(({ name }) => name === side)?.stage;
  return stage === undefined ? 0 : ['PRODUCTION', 'TESTING', 'DEVELOPMENT'].indexOf(stage);
}

/** Returns the name of a side for a sentence: `dev`, `the workspace`, `version 1.2.0`. */
export function nameSide(side: string): string {
  if (side === 'workspace') return 'the workspace';
  if (side === 'registry') return 'the newest versions';
  return side.startsWith('registry@') ? `version ${side.slice('registry@'.length)}` : side;
}

/** Returns a side with the version of its text: `dev 1.0.0`, `workspace (changed)`, `prod (none)`. */
function describeSide(side: string, text: ComparedText | null, newest: string | null): string {
  const name = side.startsWith('registry') ? 'version' : side;
  if (text === null) return `${side.replace('@', ' ')} (none)`;
  // The ledger writes a dash for a text that was deployed without a version.
  if (text.version === '-') return `${side} (unregistered)`;
  if (text.version !== null) return `${name} ${text.version}`;
  return side === 'workspace' && newest !== null ? 'workspace (changed)' : side;
}

/** Returns the title of one routine's diff: `place_order · dev 1.0.0 ↔ workspace (changed)`. */
export function titleOf({ left, right }: Sides, texts: ComparedTexts): string {
  const { routine, target, newest, settings } = texts;
  const name = routine.slice(routine.indexOf('.') + 1);
  const sides = [describeSide(left, texts.left, newest), describeSide(right, texts.right, newest)].join(' ↔ ');
  const names = [...new Set(settings.map((change) => change.name))];
  const parts = [
    ...[name, target === undefined ? sides : `${sides} in ${target}`],
    ...(names.length === 0 ? [] : [`${names.join(', ')} differ${names.length === 1 ? 's' : ''}`]),
  ];
  return visible(parts.join(' · '));
}
