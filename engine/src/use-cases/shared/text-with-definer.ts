/** A routine's text with the definer that the routine has under the project's names, or with none. */
import { renderAccount } from '../../routine/render-create';
import type { Routine } from '../../routine/routine';
import { parseScript } from '../../syntax/parse-script';

/** Returns the text with the project's definer: a live text names the account of its server. */
export function textWithDefiner({ text, key, definer, origin }: Routine, { isStated }: { isStated: boolean }): string {
  const { dialect, serverVersion, sqlMode } = origin.parserOptions;
  const reading = { dialect, serverVersion, sqlMode, schema: key.schema, client: false };
  const clause = parseScript(text, reading).definitions[0]?.definer ?? null;
  if (clause === null || definer === null) return text;
  const { span, account } = clause;
  if (!isStated) return text.slice(0, span.start) + text.slice(span.end).trimStart();
  if (clause.user === definer.user && clause.host === definer.host) return text;
  return text.slice(0, account.start) + renderAccount(definer) + text.slice(account.end);
}
