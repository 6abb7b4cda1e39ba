/** Collects the sentences that a person may read, from the source code: literals and templates that hold words. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { repositoryPath } from '../repository';

const houses = ['engine', 'cli', 'client', 'server', 'protocol'] as const;

/** Statements for a server, which no person reads. */
const statement =
  /^\s*(?:SELECT|SHOW|SET|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|GRANT|REVOKE|CALL|KILL|USE|ROLLBACK|FROM|WHERE|AND|ORDER|FLUSH|EXPLAIN|PREPARE|RENAME|BEGIN|DO|LOCK|WITH)\b(?! [a-z])/;

/** Two words of which the second begins with a small letter, as in a sentence; no path, no pattern. */
const words = /[A-Za-z’`'}] [a-z{‘'"(]/;

export interface MessageFile {
  /** Relative to the repository, with `/`. */
  readonly file: string;
  /** The messages in the order of the code, each once, with placeholders in braces. */
  readonly messages: readonly string[];
}

/** Returns the files that hold messages, in the order of their paths. */
export function collectMessages(house: (typeof houses)[number]): readonly MessageFile[] {
  const folder = repositoryPath(house, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files
    .map((file) => `${house}/src/${file.split(path.sep).join('/')}`)
    .sort()
    .map((file) => ({ file, messages: messagesIn(file) }))
    .filter(({ messages }) => messages.length > 0);
}

export { houses };

function messagesIn(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(repositoryPath(file), 'utf8'), {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  });
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || throwsNew(node)) return;
    const message = textOf(node);
    if (message !== null && words.test(message) && !statement.test(message) && !isNames(message)) found.add(message);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found];
}

/** Returns true for a list of names over several lines, as of system variables. */
function isNames(message: string): boolean {
  return message.startsWith('\\n') && message.split(/(?:\s|\\n)+/).every((part) => /^\w*$/.test(part));
}

/** Returns true for a statement that throws a new error, which reports a bug to the reader of a log. */
function throwsNew(node: ts.Node): boolean {
  return ts.isThrowStatement(node) && ts.isNewExpression(node.expression);
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return oneLine(node.text);
  if (!ts.isTemplateExpression(node)) return null;
  const spans = node.templateSpans.map(({ expression, literal }) => `{${nameOf(expression)}}${literal.text}`);
  return oneLine(node.head.text + spans.join(''));
}

/** Returns the shortest name for a placeholder. */
function nameOf(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  if (ts.isCallExpression(expression)) {
    const [first] = expression.arguments;
    const callee = nameOf(expression.expression);
    return first === undefined ? callee : `${callee} ${nameOf(first)}`;
  }
  if (ts.isObjectLiteralExpression(expression)) return nameOfAction(expression);
  return '…';
}

/** Returns the words that an action names itself by: `recover` for `{ id: 'recover', environment }`. */
function nameOfAction({ properties }: ts.ObjectLiteralExpression): string {
  const words = properties.flatMap((one) =>
    ts.isPropertyAssignment(one) && ts.isStringLiteral(one.initializer) ? [one.initializer.text] : [],
  );
  return words.length === 0 ? '…' : words.join(' ');
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, (one) => JSON.stringify(one).slice(1, -1));
}
