/** The Deployments view: environment → day → deployment → step; and above it the history of one routine. */
import { window, type Disposable } from 'vscode';
import {
  ledgerChanged,
  projectState,
  versions,
  type DescribedHistory,
  type EnvironmentState,
  type Reply,
  type StateChange,
} from '#protocol';
import { rowKinds, views } from '../workbench/contributions';
import { isTrusted, type LanguageServer } from '../workbench/language-server';
import type { Projects } from '../workbench/projects';
import { listDeploymentRows } from './deployment-rows';
import { Histories } from './histories';
import { listProjects } from './list-projects';
import { nameOf } from './model/routine-name';
import { brokenProjectRow, failureRow, type Row } from './row';
import { listStatusRows } from './status-log-rows';
import { Tree } from './tree';

/** The number of deployments of an environment that are shown at first, and that "Show older" adds. */
const page = 50;

interface EnvironmentAt {
  readonly project: string;
  readonly environment: string;
}

export class DeploymentsView implements Disposable {
  readonly tree = new Tree(
    views.deployments,
    () => this.#roots(),
    () => null,
    false,
  );
  readonly #server: LanguageServer;
  readonly #projects: Projects;
  readonly #histories: Histories;
  readonly #listeners: readonly Disposable[];
  /** The number of deployments that are shown, by the id of the row above. */
  readonly #most = new Map<string, number>();
  /** The routine whose history is shown on top, by project. */
  readonly #routines = new Map<string, string>();

  constructor(server: LanguageServer, projects: Projects) {
    this.#server = server;
    this.#projects = projects;
    this.#histories = new Histories(server);
    this.#listeners = [
      server.on(ledgerChanged, (place) => this.changed(place)),
      // Others may have deployed while the person was elsewhere.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused && this.#histories.areOld(Date.now())) this.refresh();
      }),
    ];
  }

  /** Returns the history of an environment, as the view shows it. */
  history(project: string, environment: string): Promise<Reply<DescribedHistory>> {
    return this.#histories.read(project, environment);
  }

  /** Reads everything again that is open. */
  refresh(): void {
    this.#histories.forgetAll();
    this.tree.refresh();
  }

  /** Reads again what a change may have made readable, or another: environments may lead to other servers. */
  follow(what: StateChange): void {
    if (what === 'project-file') this.refresh();
    else if (what !== 'sources' && this.#histories.retry()) this.tree.refresh();
  }

  /** Reads the environment again, because its ledger may have new rows. */
  changed({ project, environment }: EnvironmentAt): void {
    this.#histories.forget(project, environment);
    this.tree.refresh();
  }

  /** Shows more deployments below the row with this id. */
  showOlder(parent: string): void {
    this.#most.set(parent, (this.#most.get(parent) ?? page) + page);
    this.tree.refresh();
  }

  /** Opens the view with an environment, or with a deployment there. */
  async reveal({ project, environment }: EnvironmentAt, deployment?: string): Promise<void> {
    const path = (row: Row): boolean => row.project === project && row.environment === environment;
    const target = await this.#find([...this.#projectPath(project), path], deployment);
    if (target !== null) await this.tree.reveal(target);
  }

  /** Shows the history of a routine above the environments; a server is asked only when its row is opened. */
  async showRoutine(project: string, routine: string, environment: string | undefined): Promise<void> {
    this.#routines.set(project, routine);
    this.tree.refreshNow();
    const isRoutine = (row: Row): boolean => row.kind === rowKinds.routineHistory;
    const isEnvironment = (row: Row): boolean => row.environment === environment;
    const path = [...this.#projectPath(project), isRoutine, ...(environment === undefined ? [] : [isEnvironment])];
    const target = await this.#find(path);
    if (target !== null) await this.tree.reveal(target);
  }

  closeRoutine(project: string): void {
    this.#routines.delete(project);
    this.tree.refresh();
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.tree.dispose();
  }

  #projectPath(project: string): readonly ((row: Row) => boolean)[] {
    return this.#projects.folders.length > 1 ? [(row) => row.project === project] : [];
  }

  /** Returns the row at the end of a path, or the row of a deployment below it; null if there is none. */
  async #find(path: readonly ((row: Row) => boolean)[], deployment?: string): Promise<Row | null> {
    let row: Row | undefined;
    for (const isNext of path) {
      row = (await this.tree.getChildren(row)).find(isNext);
      if (row === undefined) return null;
    }
    if (deployment === undefined || row === undefined) return row ?? null;
    for (const day of await this.tree.getChildren(row)) {
      const found = (await this.tree.getChildren(day)).find((candidate) => candidate.deployment === deployment);
      if (found !== undefined) return found;
    }
    return row;
  }

  async #roots(): Promise<readonly Row[]> {
    if (!isTrusted()) return [];
    return listProjects(this.#projects, (project) => this.#projectRows(project));
  }

  async #projectRows(project: string): Promise<readonly Row[]> {
    const state = await this.#server.ask(projectState, { project });
    if (!state.ok) return [failureRow(project, state.error, { project })];
    const { environments, mistakes } = state.value;
    if (environments.length === 0 && mistakes > 0) return [brokenProjectRow(state.value)];
    const routine = this.#routines.get(project);
    return [
      ...(routine === undefined ? [] : [this.#routineRow(project, routine, environments)]),
      ...environments.map((environment) => this.#environmentRow(project, environment, {})),
    ];
  }

  #routineRow(project: string, routine: string, environments: readonly EnvironmentState[]): Row {
    const id = `${project}/history of ${routine}`;
    return {
      ...{ id, project, routine },
      label: `History of ${nameOf(routine)}`,
      tooltip: `The versions and deployments of ${routine}`,
      icon: { icon: 'history', color: null },
      kind: rowKinds.routineHistory,
      open: true,
      children: () =>
        Promise.resolve([
          this.#statusLogRow(project, routine, id),
          ...environments.map((environment) => this.#environmentRow(project, environment, { within: id, routine })),
        ]),
    };
  }

  #statusLogRow(project: string, routine: string, parent: string): Row {
    const id = `${parent}/status log`;
    return {
      ...{ id, project },
      label: 'Versions and statuses',
      icon: { icon: 'tag', color: null },
      children: async () => {
        const reply = await this.#server.ask(versions, { project, pattern: routine, listChanges: true });
        if (!reply.ok && reply.error.kind === 'not-found') return listStatusRows([], { project, routine, parent: id });
        if (!reply.ok) return [failureRow(id, reply.error, { project })];
        return listStatusRows(reply.value.changes ?? [], { project, routine, parent: id });
      },
    };
  }

  #environmentRow(
    project: string,
    { name, stage, protected: isProtected }: EnvironmentState,
    { within = project, routine }: { readonly within?: string; readonly routine?: string },
  ): Row {
    const id = `${within}/${name}`;
    const about = { project, environment: name };
    return {
      ...about,
      ...(routine === undefined ? {} : { routine }),
      id,
      label: name,
      description: stage,
      icon: { icon: isProtected ? 'lock' : 'database', color: null },
      kind: rowKinds.deploymentsOf,
      children: async () => {
        const reply = await this.#histories.read(project, name);
        if (!reply.ok) return [failureRow(id, reply.error, about)];
        const shown = { ...about, parent: id, most: this.#most.get(id) ?? page, now: new Date() };
        return listDeploymentRows(reply.value, routine === undefined ? shown : { ...shown, routine });
      },
    };
  }
}
