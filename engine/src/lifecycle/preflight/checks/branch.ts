/** Check: the environment takes deployments from certain git branches only. */
import type { Check } from './check';
import { stop } from '../../planning/findings';

export const checkBranch: Check = ({ environment, branch, gitFault }) => {
  const { name, branches } = environment;
  if (branches.length === 0 || (branch !== null && branches.includes(branch))) return [];
  const allowed = branches.join(' or ');
  if (branch === null && gitFault !== null)
    return [
      stop(
        'branch',
        `Environment ${name} accepts deployments from ${allowed} only, and the branch is unknown: ${gitFault.message}`,
        gitFault.remedy,
      ),
    ];
  return [
    stop(
      'branch',
      branch === null
        ? `Environment ${name} accepts deployments from ${allowed} only, but no git branch was found here.`
        : `Environment ${name} accepts deployments from ${allowed} only, but the current branch is ${branch}.`,
      `Check out ${allowed}, or change "branches" in sproc.json.`,
    ),
  ];
};
