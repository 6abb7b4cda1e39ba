/** Check: the environment takes deployments from certain git branches only. */
import type { Check } from './check';
import { stop } from '../../planning/findings';

export const checkBranch: Check = ({ environment, branch }) => {
  const { name, branches } = environment;
  if (branches.length === 0 || (branch !== null && branches.includes(branch))) return [];
  const where = branch === null ? 'this folder is on no git branch' : `this is ${branch}`;
  const allowed = branches.join(' or ');
  return [
    stop(
      'branch',
      `Environment ${name} is deployed from ${allowed} only, and ${where}.`,
      `Check out ${allowed}, or change "branches" in sproc.json.`,
    ),
  ];
};
