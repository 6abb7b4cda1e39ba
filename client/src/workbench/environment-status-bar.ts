/** The chosen environment in the status bar; a protected one is highlighted. */
import { StatusBarAlignment, ThemeColor, window, type Disposable } from 'vscode';
import { projectState } from '#protocol';
import { commands } from './contributions';
import { describeEnvironment } from './describe-environment';
import { type LanguageServer } from './language-server';
import { serverStopped } from './server-stopped';
import { printProject, type Projects } from './projects';

export class EnvironmentStatusBar implements Disposable {
  readonly #item = window.createStatusBarItem('sproc.environment', StatusBarAlignment.Left, 10);
  readonly #server: LanguageServer;
  readonly #projects: Projects;

  constructor(server: LanguageServer, projects: Projects) {
    this.#server = server;
    this.#projects = projects;
    this.#item.name = 'Sproc Environment';
    this.#item.command = commands.selectEnvironment;
  }

  /** The present text, for tests. */
  get text(): string {
    return this.#item.text;
  }

  /** Shows that nothing is checked any more: files without problems are not clean then. */
  showStopped(): void {
    this.#item.text = '$(error) Sproc stopped';
    this.#item.tooltip = 'The language server has stopped: nothing is checked. Click to restart it.';
    this.#item.command = commands.restartServer;
    this.#item.backgroundColor = new ThemeColor('statusBarItem.errorBackground');
    this.#item.show();
  }

  async refresh(): Promise<void> {
    const project = this.#projects.current();
    const state = project === null ? null : await this.#server.ask(projectState, { project });
    if (state?.ok === false && state.error === serverStopped) {
      this.showStopped();
      return;
    }
    this.#item.command = commands.selectEnvironment;
    if (project === null || state?.ok !== true || state.value.environments.length === 0) {
      this.#item.hide();
      return;
    }
    const chosen = state.value.environments.find(({ name }) => name === this.#projects.environment(project));
    const isProduction = chosen?.stage === 'PRODUCTION';
    const named = this.#projects.folders.length > 1 ? printProject(project) : null;
    Object.assign(this.#item, describeEnvironment(chosen, named));
    this.#item.backgroundColor =
      chosen?.protected === true || isProduction ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
