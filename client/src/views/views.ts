/** The views of Sproc's container, refreshed together. */
import type { Disposable, Memento } from 'vscode';
import { printForEditor, projectState } from '#protocol';
import { buttonsFor, press } from '../workbench/failure-message';
import { views as viewIds } from '../workbench/contributions';
import type { Dialogs } from '../workbench/dialogs';
import type { LanguageServer } from '../workbench/language-server';
import type { Projects } from '../workbench/projects';
import { Decorations } from './decorations';
import { listEnvironments } from './environments-view';
import { countDrift } from './model/badge';
import { Looks } from './model/looks';
import { SeenWarnings, type NewWarning } from './model/seen-warnings';
import { ViewOptions } from './model/view-options';
import { listRoutines } from './routines-view';
import { Tree } from './tree';
import { registerViewCommands } from './view-commands';

interface Parts {
  readonly server: LanguageServer;
  readonly projects: Projects;
  readonly memento: Memento;
  readonly dialogs: Dialogs;
}

export class Views {
  readonly routines: Tree;
  readonly environments: Tree;
  /** The environments that were read. */
  readonly looks = new Looks();
  readonly disposables: readonly Pick<Disposable, 'dispose'>[];
  readonly #parts: Parts;
  readonly #warnings = new SeenWarnings();

  constructor(parts: Parts) {
    this.#parts = parts;
    const options = new ViewOptions(parts.memento);
    const sources = { ...parts, options, looks: this.looks };
    this.routines = new Tree(
      viewIds.routines,
      () => listRoutines(sources),
      () => options.routines.print(),
    );
    this.environments = new Tree(
      viewIds.environments,
      () => listEnvironments(sources),
      () => options.environments.print(),
    );
    const trees = { routines: this.routines, environments: this.environments };
    this.disposables = [
      ...[this.routines, this.environments],
      ...registerViewCommands({ ...trees, options }, parts.dialogs),
      new Decorations(),
    ];
  }

  refresh(): void {
    this.routines.refresh();
    this.environments.refresh();
    void this.#followEnvironments();
  }

  /** Counts what drifted on the icon of the activity bar, and warns once of what stops deployments. */
  async #followEnvironments(): Promise<void> {
    const { server, projects } = this.#parts;
    const replies = await Promise.all(projects.folders.map((project) => server.ask(projectState, { project })));
    const states = replies.flatMap((reply) => (reply.ok ? [reply.value] : []));
    this.environments.badge = countDrift(states);
    for (const warning of this.#warnings.take(states)) void this.#warn(warning);
  }

  async #warn({ message, project, environment }: NewWarning): Promise<void> {
    const buttons = buttonsFor([message], { project, environment });
    const titles = buttons.map(({ title }) => title);
    await press(buttons, await this.#parts.dialogs.report('warning', printForEditor(message), ...titles));
  }
}
