/** Passwords in the project file: the message names where one is and where it belongs, and never prints it. */
import type { Node } from 'jsonc-parser';
import type { MistakePath, Report } from './project-document';
import { passwordVariable } from './password-variable';
import { printPath } from './project-mistake';

const secretKey = /(?:^|[_.-]|[a-z])(?:password|passwd|passphrase|pwd)$|^(?:pass|secret|token)$/i;
const passwordInUrl = /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i;

/**
 * Returns true for `password`, `dbPassword`, `mysql_pwd`, …; not for `passwordCommand`, which only leads to the
 * password.
 */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key);
}

/** Reads the tree, not the value, so that a key written twice is seen twice. */
export function reportSecrets(node: Node | undefined, report: Report, path: MistakePath = []): void {
  if (node?.type === 'string' && passwordInUrl.test(String(node.value))) {
    report(path, `'${printPath(path)}' contains a URL with a password. ${remedy(path)}`);
  }
  if (node?.type === 'array') node.children?.forEach((child, i) => reportSecrets(child, report, [...path, i]));
  if (node?.type !== 'object') return;
  for (const property of node.children ?? []) {
    const [keyNode, valueNode] = property.children ?? [];
    const key = String(keyNode?.value);
    const inner = [...path, key];
    if (isSecretKey(key) && !holdsFreeNames(path)) {
      report(
        inner,
        `This file is committed and must not contain a password. Delete '${printPath(inner)}'. ${remedy(inner)}`,
      );
    } else {
      reportSecrets(valueNode, report, inner);
    }
  }
}

/** Maps whose keys are people's own names, where `token` is as good a name as any. */
function holdsFreeNames(path: MistakePath): boolean {
  const last = path.at(-1);
  return last === 'environments' || last === 'schemas' || last === 'definers' || last === 'rules';
}

function remedy(path: MistakePath): string {
  const variable =
    path[0] === 'environments' && path.length > 2 ? passwordVariable(String(path[1])) : 'SPROC_PASSWORD_<ENVIRONMENT>';
  return `Set the variable ${variable} or 'passwordCommand', or store it in the editor's secret storage.`;
}
