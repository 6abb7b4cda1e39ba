/** The actions of the Differences view on the comparison that it shows. */
import { env } from 'vscode';
import { compareWith } from './compare-again';
import { ignorable, hasDiff, listEntries, schemaOfName, type DifferenceFilter } from '../comparing/differences';
import { grantsIn } from '../comparing/print-differences';
import { rowCommands } from '../workbench/contributions';
import type { Choice } from '../workbench/dialogs';
import type { Command } from './command';
import { explainWithoutDiff } from './compare';
import { deployFrom } from './deploy-compared';

export const openDifference: Command = {
  id: rowCommands.openDifference,
  async run(context, { difference }) {
    const { view, diffs } = context.comparing;
    const entry = view.entries().find(({ id }) => id === difference);
    if (view.comparison === null || entry === undefined) return;
    if (hasDiff(entry)) await diffs.open(view.comparison, entry, true);
    else await explainWithoutDiff(context, view.comparison, entry);
  },
};

export const openAllDifferences: Command = {
  id: rowCommands.openAllDifferences,
  async run({ comparing: { view, diffs }, dialogs }) {
    if (view.comparison === null) return 0;
    const opened = await diffs.openAll(view.comparison, view.entries());
    if (opened === 0) await dialogs.report('information', 'No text differs among the routines shown.');
    return opened;
  },
};

export const deployTicked: Command = {
  id: rowCommands.deployTicked,
  async run(context) {
    const { view } = context.comparing;
    const { comparison } = view;
    if (comparison === null) return undefined;
    const ticked = view.ticked();
    if (ticked.length === 0) {
      await context.dialogs.report('warning', 'No routine is ticked. Tick at least one in the Differences view.');
      return undefined;
    }
    const answer = await deployFrom(comparison, ticked);
    if (answer !== undefined) await compareWith(context, comparison);
    return answer;
  },
};

export const swapSides: Command = {
  id: rowCommands.swapSides,
  async run(context) {
    const { comparison } = context.comparing.view;
    if (comparison === null || !comparison.isBetweenEnvironments) return undefined;
    return compareWith(context, { ...comparison, left: comparison.right, right: comparison.left });
  },
};

export const compareAgain: Command = {
  id: rowCommands.compareAgain,
  async run(context) {
    const { comparison } = context.comparing.view;
    return comparison === null ? undefined : compareWith(context, comparison);
  },
};

export const closeDifferences: Command = {
  id: rowCommands.closeDifferences,
  run: ({ comparing }) => comparing.view.show(null),
};

/** Asks which differences are shown: by what differs, by kind, and by schema. */
export const filterDifferences: Command = {
  id: rowCommands.filterDifferences,
  async run({ comparing: { view }, dialogs }) {
    if (view.comparison === null) return;
    const { filter } = view;
    const choices = listFilterChoices(view.comparison.answer, filter);
    const shown = await dialogs.pickMany(choices, 'Show in Differences', 'Tick what is shown');
    if (shown === undefined) return;
    const hidden = choices.map(({ value }) => value).filter((value) => !shown.includes(value));
    const valuesOf = (kind: string): readonly string[] =>
      hidden.flatMap((value) => (value.startsWith(`${kind} `) ? [value.slice(kind.length + 1)] : []));
    view.setFilter({
      ignored: ignorable.filter((facet) => valuesOf('facet').includes(facet)),
      hiddenKinds: valuesOf('kind'),
      hiddenSchemas: valuesOf('schema'),
      name: filter.name,
    });
  },
};

function listFilterChoices(
  answer: Parameters<typeof listEntries>[0],
  { ignored, hiddenKinds, hiddenSchemas }: DifferenceFilter,
): readonly Choice<string>[] {
  const entries = listEntries(answer);
  const labels = { layout: 'Formatting', modes: 'Creation settings', definer: 'Definers' } as const;
  const kinds = [...new Set(entries.map(({ routineKind }) => routineKind))].sort();
  const schemas = [...new Set(entries.map(({ routine }) => schemaOfName(routine)))].sort();
  return [
    ...ignorable.map((facet) => ({
      ...{ label: labels[facet], description: 'differences in', value: `facet ${facet}` },
      picked: !ignored.includes(facet),
    })),
    ...kinds.map((kind) => ({
      ...{ label: `${kind}s`, description: 'kind', value: `kind ${kind}`, picked: !hiddenKinds.includes(kind) },
    })),
    ...schemas.map((schema) => ({
      ...{ label: schema === '' ? '(no schema)' : schema, description: 'schema', value: `schema ${schema}` },
      picked: !hiddenSchemas.includes(schema),
    })),
  ];
}

export const findDifferences: Command = {
  id: rowCommands.findDifferences,
  async run({ comparing: { view }, dialogs }) {
    const { filter } = view;
    const prompt = 'Part of a name; empty shows all';
    const name = await dialogs.ask({ title: 'Find in Differences', prompt, value: filter.name });
    if (name !== undefined) view.setFilter({ ...filter, name });
  },
};

/** Copies the GRANT with which a routine that cannot be compared becomes visible. */
export const copyGrant: Command = {
  id: rowCommands.copyGrant,
  async run({ dialogs }, { message = '' }) {
    const grants = grantsIn(message);
    if (grants.length === 0) {
      await dialogs.report('warning', 'No GRANT is known that would help here.');
      return undefined;
    }
    await env.clipboard.writeText(grants.join('\n'));
    return grants;
  },
};
