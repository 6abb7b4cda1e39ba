/** All findings of a file: what the parser saw, then each rule in the order of the list. */
import type { Severity } from '../base/contract';
import type { SyntaxError } from '../syntax/syntax-error';
import type { Diagnostic } from './diagnostic';
import { makeProgram, type Program } from './program';
import type { Mistake, Rule, RuleContext } from './rule';
import { rules } from './rules/rules';
import type { FileFacts, SourceRoutine } from './source-file';
import type { SourceIndex } from './source-index';
import { isSuppressed } from './suppression';

/** Severity by rule code, as the project file sets it; what is not named has the rule's own. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

/** Findings of one file in the order of the text. */
export function diagnoseFile(index: SourceIndex, file: string, settings: RuleSettings = {}): readonly Diagnostic[] {
  const facts = index.facts(file);
  return facts === null ? [] : diagnose(index, [facts], settings);
}

/** Findings of all files, by file and then by place. */
export function diagnoseAll(index: SourceIndex, settings: RuleSettings = {}): readonly Diagnostic[] {
  return diagnose(index, index.files(), settings);
}

function diagnose(index: SourceIndex, files: readonly FileFacts[], settings: RuleSettings): readonly Diagnostic[] {
  return files.flatMap((facts) => {
    const found = [
      ...syntaxDiagnostics(facts),
      ...facts.routines.flatMap((source) => runRules({ index, source, program: programOnce(source) }, settings)),
    ];
    return found
      .filter((diagnostic) => !isSuppressed(facts, diagnostic))
      .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  });
}

function programOnce(source: SourceRoutine): () => Program {
  let program: Program | undefined;
  return () => (program ??= makeProgram(source));
}

function syntaxDiagnostics({ file, script }: FileFacts): readonly Diagnostic[] {
  const tell = (severity: Severity, found: readonly SyntaxError[]): readonly Diagnostic[] =>
    found.map(({ span, code, message }) => ({ file, span, severity, code, message, related: [] }));
  return [...tell('error', script.errors), ...tell('warning', script.warnings)];
}

function runRules(context: RuleContext, settings: RuleSettings): readonly Diagnostic[] {
  return rules.flatMap((rule) => {
    const setting = settings[rule.code];
    if (setting === 'off') return [];
    return [...rule.check(context)].map((mistake) => toDiagnostic(context.source, rule, mistake, setting));
  });
}

function toDiagnostic(
  { file }: SourceRoutine,
  rule: Rule,
  mistake: Mistake,
  setting: Severity | undefined,
): Diagnostic {
  const { span, message, related = [] } = mistake;
  return { file, span, severity: setting ?? mistake.severity ?? rule.severity, code: rule.code, message, related };
}
