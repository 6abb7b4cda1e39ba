/** `sproc completion`: the script with which a shell completes command lines of `sproc`. */
import type { Command } from '../shared/command';

/**
 * Each asks `sproc complete` and hands the words to the shell as data: nothing of a name is evaluated, and the shell quotes
 * what it inserts.
 */
const scripts: Readonly<Record<string, string>> = {
  bash: `# sproc completion for bash: source <(sproc completion bash)
_sproc() {
  local kind= word
  COMPREPLY=()
  while IFS= read -r word; do
    if [ -z "$kind" ]; then kind=$word; continue; fi
    word=\${word%%$'\\t'*}
    case \${COMP_WORDS[COMP_CWORD]} in
      \\'*) [[ $word == *\\'* ]] && continue ;;
      \\"*) [[ $word == *[\\"\\\\\\$\\\`!]* ]] && continue ;;
      *) printf -v word %q "$word" ;;
    esac
    COMPREPLY+=("$word")
  done < <(command sproc complete --shell bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [ "$kind" = files ]; then compopt -o default 2>/dev/null; fi
}
complete -F _sproc sproc
`,
  zsh: `#compdef sproc
# sproc completion for zsh: source <(sproc completion zsh), after compinit
_sproc() {
  local -a lines values notes
  local line
  lines=("\${(@f)$(command sproc complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ "\${lines[1]}" == files ]]; then _files; return; fi
  for line in "\${(@)lines[2,-1]}"; do
    [[ -n "$line" ]] || continue
    values+=("\${line%%$'\\t'*}")
    notes+=("\${line%%$'\\t'*}  \${line#*$'\\t'}")
  done
  (( \${#values} )) && compadd -l -d notes -a values
}
if [[ "\${funcstack[1]}" == _sproc ]]; then _sproc "$@"; else compdef _sproc sproc; fi
`,
  fish: `# sproc completion for fish: sproc completion fish | source
function __sproc_complete
    set -l words (commandline -opc)[2..]
    set -l lines (command sproc complete -- $words (commandline -ct | string unescape) 2>/dev/null)
    if test "$lines[1]" = files
        __fish_complete_path (commandline -ct)
        return
    end
    for line in $lines[2..]
        echo -- $line
    end
end
complete -c sproc -f -a '(__sproc_complete)'
`,
};

export const completion: Command = {
  name: 'completion',
  operands: '<shell>',
  summary: 'Print the completion script for a shell: bash, zsh or fish',
  options: [],
  details: `It completes commands, options, environments and routines. Load it now, or in the startup file of the shell:
  bash  source <(sproc completion bash)
  zsh   source <(sproc completion zsh)     (after compinit)
  fish  sproc completion fish | source`,
  examples: ['completion bash > ~/.local/share/bash-completion/completions/sproc'],
  run({ operands: [shell = ''] }) {
    const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
    if (script !== undefined)
      return Promise.resolve({
        ok: true,
        value: { exit: 0, answer: { shell, script }, isVerbatim: true, text: () => script },
      });
    const message = `Unknown shell '${shell}'.`;
    return Promise.resolve({ ok: false, error: { kind: 'usage', message, remedy: 'Write `bash`, `zsh` or `fish`.' } });
  },
};
