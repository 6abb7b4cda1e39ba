/** The identifiers of Sproc's parts in VS Code; test/client/contributions.test.ts compares them with package.json. */
import { documentSchemes, languages, lensCommands } from '#protocol';

/** Commands of the palette, all of the category "Sproc". */
export const commands = {
  deploy: lensCommands.deploy,
  showPlan: 'sproc.showPlan',
  preflight: 'sproc.preflight',
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
  searchRoutines: 'sproc.searchRoutines',
  importRoutines: 'sproc.importRoutines',
  takeOver: 'sproc.takeOver',
  recover: 'sproc.recover',
  acceptLedger: 'sproc.acceptLedger',
  cleanUp: 'sproc.cleanUp',
  copyRegistry: 'sproc.copyRegistry',
  resolveConflict: 'sproc.resolveConflict',
  showGrants: 'sproc.showGrants',
  checkSetup: 'sproc.checkSetup',
  selectEnvironment: 'sproc.selectEnvironment',
  selectProject: 'sproc.selectProject',
  setPassword: 'sproc.setPassword',
  forgetPassword: 'sproc.forgetPassword',
  setLedgerKey: 'sproc.setLedgerKey',
  forgetLedgerKey: 'sproc.forgetLedgerKey',
  createProjectFile: 'sproc.createProjectFile',
  addEnvironment: 'sproc.addEnvironment',
  openProjectFile: 'sproc.openProjectFile',
  refresh: 'sproc.refresh',
  filterRoutines: 'sproc.filterRoutines',
  clearRoutinesFilter: 'sproc.clearRoutinesFilter',
  arrangeRoutines: 'sproc.arrangeRoutines',
  filterEnvironments: 'sproc.filterEnvironments',
  clearEnvironmentsFilter: 'sproc.clearEnvironmentsFilter',
  showOnlyDiffering: 'sproc.showOnlyDiffering',
  showAllStates: 'sproc.showAllStates',
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
  putBack: 'sproc.putBack',
  importRoutine: 'sproc.importRoutine',
  tryAgain: 'sproc.tryAgain',
  compareVersions: 'sproc.compareVersions',
  deployCompared: 'sproc.deployCompared',
  openDifference: 'sproc.openDifference',
  openAllDifferences: 'sproc.openAllDifferences',
  deployTicked: 'sproc.deployTicked',
  swapSides: 'sproc.swapSides',
  compareAgain: 'sproc.compareAgain',
  filterDifferences: 'sproc.filterDifferences',
  findDifferences: 'sproc.findDifferences',
  copyGrant: 'sproc.copyGrant',
  closeDifferences: 'sproc.closeDifferences',
  openStep: 'sproc.openDeploymentStep',
  showDeployment: 'sproc.showDeployment',
  rollBackDeployment: 'sproc.rollBackDeployment',
  copyDeploymentId: 'sproc.copyDeploymentId',
  showDeploymentSql: 'sproc.showDeploymentSql',
  showHistoryText: 'sproc.showHistoryText',
  showOlder: 'sproc.showOlderDeployments',
  closeRoutineHistory: 'sproc.closeRoutineHistory',
  copyName: 'sproc.copyName',
  copyNames: 'sproc.copyNames',
} as const;

export const views = {
  routines: 'sproc.routines',
  environments: 'sproc.environments',
  differences: 'sproc.differences',
  deployments: 'sproc.deployments',
} as const;

/** The values of `viewItem`, for the menus. */
export const rowKinds = {
  /** Routines of the project, by what can be done with them: of files, with and without a change, or of the registry only. */
  routine: 'sproc.routine',
  changedRoutine: 'sproc.changedRoutine',
  newRoutine: 'sproc.newRoutine',
  registeredRoutine: 'sproc.registeredRoutine',
  routineGroup: 'sproc.routineGroup',
  version: 'sproc.version',
  environment: 'sproc.environment',
  /** Environments where nothing can be deployed at present. */
  environmentInterrupted: 'sproc.environmentInterrupted',
  environmentLedgerChanged: 'sproc.environmentLedgerChanged',
  /** Routines of an environment, by what can be done with them. */
  liveInSync: 'sproc.liveInSync',
  liveChanged: 'sproc.liveChanged',
  liveDrifted: 'sproc.liveDrifted',
  /** A routine that was dropped on the server. */
  liveDropped: 'sproc.liveDropped',
  liveMissing: 'sproc.liveMissing',
  liveUnmanaged: 'sproc.liveUnmanaged',
  liveUnknown: 'sproc.liveUnknown',
  /** Several of one state. */
  liveGroup: 'sproc.liveGroup',
  liveChangedGroup: 'sproc.liveChangedGroup',
  liveDriftedGroup: 'sproc.liveDriftedGroup',
  liveMissingGroup: 'sproc.liveMissingGroup',
  liveUnmanagedGroup: 'sproc.liveUnmanagedGroup',
  /** An environment with its deployments. */
  deploymentsOf: 'sproc.deploymentsOf',
  /** A deployment that can be rolled back as a whole. */
  deployment: 'sproc.deployment',
  /** A deployment that changed nothing, or whose routines a later one changed. */
  deploymentPast: 'sproc.deploymentPast',
  deploymentInterrupted: 'sproc.deploymentInterrupted',
  deploymentStep: 'sproc.deploymentStep',
  /** A routine whose history is shown. */
  routineHistory: 'sproc.routineHistory',
  /** A failure; the others are those that a command of their own helps against. */
  failure: 'sproc.failure',
  passwordFailure: 'sproc.passwordFailure',
  projectFailure: 'sproc.projectFailure',
  serverStopped: 'sproc.serverStopped',
  /** Rows of the Differences view. */
  differenceGroup: 'sproc.differenceGroup',
  difference: 'sproc.difference',
  differenceUnclear: 'sproc.differenceUnclear',
  differenceNote: 'sproc.differenceNote',
} as const;

/** Keys that `when` clauses read. */
export const contextKeys = {
  /** A folder of the workspace holds a `sproc.json`. */
  hasProject: 'sproc.hasProject',
  /** Several folders do, so that one can be selected. */
  hasSeveralProjects: 'sproc.hasSeveralProjects',
  /** The projects are known: before that no welcome is shown. */
  ready: 'sproc.ready',
  routinesFiltered: 'sproc.routinesFiltered',
  environmentsFiltered: 'sproc.environmentsFiltered',
  /** Environments show only what differs. */
  onlyDiffering: 'sproc.onlyDiffering',
  /** URIs of the plans that wait for a person. */
  waitingPlans: 'sproc.waitingPlans',
  /** The Differences view shows a comparison. */
  hasDifferences: 'sproc.hasDifferences',
  /** Both of its sides are environments. */
  canSwapSides: 'sproc.canSwapSides',
  /** The left side of that comparison is an environment. */
  canDeployTicked: 'sproc.canDeployTicked',
  /** The active editor is a diff whose right side can be deployed to its left. */
  canDeployCompared: 'sproc.canDeployCompared',
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

/** Schemes of virtual documents: texts by reference, tables, plans, and what was done; and of rows, for their marks. */
export const schemes = {
  ...documentSchemes,
  plan: 'sproc-plan',
  /** Sides of a comparison without a file. */
  compared: 'sproc-compared',
  report: 'sproc-report',
  /** Rows of the views; no document has it. */
  row: 'sproc-row',
  ledger: 'sproc-ledger',
} as const;

export const projectFileName = 'sproc.json';
