/** The identifiers of Sproc's parts in VS Code; test/client/contributions.test.ts compares them with package.json. */
import { documentSchemes, languages, lensCommands } from '#protocol';

/** Commands of the palette, all of the category "Sproc". */
export const commands = {
  deploy: lensCommands.deploy,
  showPlan: 'sproc.showPlan',
  compare: lensCommands.compare,
  promote: 'sproc.promote',
  sync: 'sproc.sync',
  rollBack: 'sproc.rollBack',
  showDrift: 'sproc.showDrift',
  registerVersion: 'sproc.registerVersion',
  markVersion: 'sproc.markVersion',
  showVersions: lensCommands.versions,
  showHistory: 'sproc.showHistory',
  showCallGraph: 'sproc.showCallGraph',
  importRoutines: 'sproc.importRoutines',
  recover: 'sproc.recover',
  selectEnvironment: 'sproc.selectEnvironment',
  selectProject: 'sproc.selectProject',
  setPassword: 'sproc.setPassword',
  forgetPassword: 'sproc.forgetPassword',
  setLedgerKey: 'sproc.setLedgerKey',
  forgetLedgerKey: 'sproc.forgetLedgerKey',
  createProjectFile: 'sproc.createProjectFile',
  openProjectFile: 'sproc.openProjectFile',
  refresh: 'sproc.refresh',
  restartServer: 'sproc.restartServer',
  showLog: 'sproc.showLog',
} as const;

/** Commands that only rows of a view and plans call; the palette does not list them. */
export const rowCommands = {
  openText: 'sproc.openText',
  compareWithWorkspace: 'sproc.compareWithWorkspace',
  runPlan: 'sproc.runPlan',
  runRollback: 'sproc.runRollback',
  discardPlan: 'sproc.discardPlan',
  usePlan: 'sproc.usePlan',
  adopt: 'sproc.adopt',
  revert: 'sproc.revert',
  importRoutine: 'sproc.importRoutine',
  tryAgain: 'sproc.tryAgain',
  copyName: 'sproc.copyName',
} as const;

export const views = {
  routines: 'sproc.routines',
  environments: 'sproc.environments',
} as const;

/** The values of `viewItem`, for the menus. */
export const rowKinds = {
  routine: 'sproc.routine',
  version: 'sproc.version',
  environment: 'sproc.environment',
  /** Routines of an environment, by what can be done with them. */
  liveInSync: 'sproc.liveInSync',
  liveChanged: 'sproc.liveChanged',
  liveDrifted: 'sproc.liveDrifted',
  liveMissing: 'sproc.liveMissing',
  liveUnmanaged: 'sproc.liveUnmanaged',
  liveUnknown: 'sproc.liveUnknown',
  /** A failure; the others are those that a command of their own helps against. */
  failure: 'sproc.failure',
  passwordFailure: 'sproc.passwordFailure',
  projectFailure: 'sproc.projectFailure',
  serverStopped: 'sproc.serverStopped',
} as const;

/** Keys that `when` clauses read. */
export const contextKeys = {
  /** A folder of the workspace holds a `sproc.json`. */
  hasProject: 'sproc.hasProject',
  /** Several folders do, so that one can be selected. */
  hasSeveralProjects: 'sproc.hasSeveralProjects',
  /** The projects are known: before that no welcome is shown. */
  ready: 'sproc.ready',
  /** URIs of the plans that wait for a person. */
  waitingPlans: 'sproc.waitingPlans',
} as const;

export const settings = {
  section: 'sproc',
  codeLens: 'codeLens',
  inlayHints: 'inlayHints',
  wholeProject: 'diagnostics.wholeProject',
  language: 'useRoutineLanguage',
} as const;

export const languageId = languages.routine;

/** The language of plans, for their colours. */
export const planLanguageId = 'sproc-plan';

/** Schemes of virtual documents: texts by reference, tables, plans, and what was done. */
export const schemes = {
  ...documentSchemes,
  plan: 'sproc-plan',
  report: 'sproc-report',
} as const;

export const projectFileName = 'sproc.json';
