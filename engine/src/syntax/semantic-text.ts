/** The token stream without what is layout: equal texts differ in nothing that a server would notice. */
import { firstTokenFrom } from './find-token';
import type { Span } from '../base/text';
import { kw } from './keywords';
import { readName } from './literals';
import { op, tokenKind, type Tokens } from './tokens';
import { findWordId, isReservedAnywhere } from './vocabulary';

/**
 * Returns the tokens separated by one space: no comments, no whitespace, keywords and variables in lower case, names
 * without needless quotes. Executable comments count as their content, or not at all. Optimizer hints remain, because
 * they change what the server does. Names keep their case, because tables may differ by case alone.
 */
export function renderSemantic(tokens: Tokens, text: string, span: Span): string {
  const parts: string[] = [];
  for (let i = firstTokenFrom(tokens, span.start); i < tokens.count && (tokens.start[i] ?? 0) < span.end; i++) {
    const hint = findHint(tokens, text, i);
    if (hint !== '') parts.push(hint);
    parts.push(renderToken(tokens, text, i));
  }
  return parts.join(' ');
}

function renderToken(tokens: Tokens, text: string, index: number): string {
  const raw = text.slice(tokens.start[index], tokens.end[index]);
  switch (tokens.kind[index]) {
    case tokenKind.word:
      return tokens.id[index] === 0 ? raw : raw.toLowerCase();
    case tokenKind.quotedName:
      return renderQuotedName(raw);
    case tokenKind.string:
      return renderText(raw);
    case tokenKind.userVariable:
    case tokenKind.systemVariable:
      return raw.replaceAll('`', '').toLowerCase();
    case tokenKind.operator:
      return tokens.id[index] === op.notEqual ? '<>' : raw;
    default:
      return raw;
  }
}

/** Quotes go where the name without them would be the same name. */
function renderQuotedName(raw: string): string {
  const name = readName(raw);
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) || isReservedAnywhere(findWordId(name)))
    return `\`${name.replaceAll('`', '``')}\``;
  return findWordId(name) === 0 ? name : name.toLowerCase();
}

/** Returns single quotes instead of double ones, unless the content would then need escapes. */
function renderText(raw: string): string {
  return raw.startsWith('"') && !/['\\]|""/.test(raw) ? `'${raw.slice(1, -1)}'` : raw;
}

/** Returns the optimizer hint after the verb before this token; empty if there is none. */
function findHint(tokens: Tokens, text: string, index: number): string {
  switch (tokens.id[index - 1]) {
    case kw.SELECT:
    case kw.INSERT:
    case kw.REPLACE:
    case kw.UPDATE:
    case kw.DELETE: {
      const gap = text.slice(tokens.end[index - 1], tokens.start[index]);
      return /\/\*\+[\s\S]*?\*\//.exec(gap)?.[0].replace(/\s+/g, ' ') ?? '';
    }
    default:
      return '';
  }
}
