/** Every command, in the order of the palette; nothing registers itself. */
import { addEnvironment } from './add-environment';
import { compare, compareVersions, compareWithWorkspace } from './compare';
import { acceptLedger } from './accept-ledger';
import { cleanUp } from './clean-up';
import { copyRegistry } from './copy-registry';
import { resolveConflict } from './resolve-conflict';
import { takeOver } from './take-over';
import { checkSetup } from './check-setup';
import type { Command } from './command';
import { preflight } from './preflight';
import { searchRoutines } from './search-routines';
import { showGrants } from './show-grants';
import { copyName, copyNames } from './copy-name';
import { createProjectFile, openProjectFile } from './create-project-file';
import { deploy } from './deploy';
import { deployCompared } from './deploy-compared';
import {
  closeDifferences,
  compareAgain,
  copyGrant,
  deployTicked,
  filterDifferences,
  findDifferences,
  openAllDifferences,
  openDifference,
  swapSides,
} from './differences';
import {
  copyDeploymentId,
  openStep,
  rollBackDeployment,
  showDeployment,
  showDeploymentSql,
} from './deployment-commands';
import { importRoutine, importRoutines } from './import-routines';
import { markVersion } from './mark-version';
import { openText } from './open-text';
import { promote } from './promote';
import { recover } from './recover';
import { registerVersion } from './register-version';
import { restartServer } from './restart-server';
import { rollBack } from './roll-back';
import { selectEnvironment } from './select-environment';
import { selectProject } from './select-project';
import { forgetLedgerKey, setLedgerKey } from './set-ledger-key';
import { forgetPassword, setPassword } from './set-password';
import { showCallGraph } from './show-call-graph';
import { adoptRoutine, putBackRoutine, revertRoutine, showDrift } from './show-drift';
import { closeRoutineHistory, showHistory, showHistoryText, showOlder } from './show-history';
import { showLog } from './show-log';
import { showPlan } from './show-plan';
import { showVersions } from './show-versions';
import { sync } from './sync';

export const allCommands: readonly Command[] = [
  deploy,
  showPlan,
  preflight,
  compare,
  compareWithWorkspace,
  compareVersions,
  deployCompared,
  openDifference,
  openAllDifferences,
  deployTicked,
  swapSides,
  compareAgain,
  filterDifferences,
  findDifferences,
  copyGrant,
  closeDifferences,
  promote,
  sync,
  rollBack,
  showDrift,
  adoptRoutine,
  revertRoutine,
  putBackRoutine,
  registerVersion,
  markVersion,
  showVersions,
  openText,
  copyName,
  copyNames,
  showHistory,
  showHistoryText,
  showOlder,
  closeRoutineHistory,
  showDeployment,
  openStep,
  showDeploymentSql,
  copyDeploymentId,
  rollBackDeployment,
  showCallGraph,
  searchRoutines,
  importRoutines,
  importRoutine,
  takeOver,
  recover,
  acceptLedger,
  cleanUp,
  copyRegistry,
  resolveConflict,
  showGrants,
  checkSetup,
  selectEnvironment,
  selectProject,
  setPassword,
  forgetPassword,
  setLedgerKey,
  forgetLedgerKey,
  createProjectFile,
  openProjectFile,
  addEnvironment,
  restartServer,
  showLog,
];
