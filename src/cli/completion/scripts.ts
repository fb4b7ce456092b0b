/**
 * What each shell needs to ask us: `layerlens completion words -- WORD…` prints a candidate a line, what it means behind a
 * tab, and a line `:files` where paths of the disk fit as well. Candidates hold nothing that a shell would act upon.
 */
export const COMPLETION_SCRIPTS = {
  bash: `# layerlens completion bash > ~/.local/share/bash-completion/completions/layerlens
_layerlens() {
  local line="\${COMP_LINE:0:COMP_POINT}" word= typed= quote= before= char candidate meaning sign cut head= i
  local -a words
  # COMP_WORDS is cut at colons, which names of images hold, and keeps quotes: the line is read here, as a shell reads it.
  for (( i = 0; i < \${#line}; i++ )); do
    char=\${line:i:1}
    if [[ -z $quote && $char == [[:space:]] ]]; then
      [[ -n $typed ]] && words+=("$word")
      word= typed=
      continue
    fi
    typed+=$char
    if [[ $char == \\\\ && $quote != \\' ]]; then
      (( ++i ))
      word+=\${line:i:1}
    elif [[ -z $quote && $char == [\\"\\'] ]]; then
      quote=$char before=$word
    elif [[ $char == "$quote" ]]; then
      quote=
    else
      word+=$char
    fi
  done
  words+=("$word")
  # Bash puts a candidate behind an open quote or the last of these signs, not in place of the whole word.
  if [[ -n $quote ]]; then
    head=$before
  else
    for sign in : =; do
      [[ $word == *"$sign"* && $COMP_WORDBREAKS == *"$sign"* ]] || continue
      cut=\${word%"\${word##*"$sign"}"}
      (( \${#cut} > \${#head} )) && head=$cut
    done
    head=\${head// /\\\\ }
  fi
  COMPREPLY=()
  while IFS=$'\\t' read -r candidate meaning; do
    if [[ $candidate == :files ]]; then
      compopt -o filenames 2>/dev/null
      mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
    else
      # Of what a shell takes apart a candidate holds blanks at most.
      [[ -z $quote ]] && candidate=\${candidate// /\\\\ }
      COMPREPLY+=("$candidate")
    fi
  done < <(layerlens completion words -- "\${words[@]:1}" 2>/dev/null)
  [[ -n $head ]] && COMPREPLY=("\${COMPREPLY[@]#"$head"}")
  [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == *[:/] ]] && compopt -o nospace 2>/dev/null
}
complete -F _layerlens layerlens
`,
  zsh: `#compdef layerlens
# layerlens completion zsh > "\${fpath[1]}/_layerlens"
_layerlens() {
  local candidate meaning files=
  local -a plain open plainMeanings openMeanings
  while IFS=$'\\t' read -r candidate meaning; do
    if [[ $candidate == :files ]]; then
      files=1
    elif [[ $candidate == *[:/] ]]; then
      open+=("$candidate"); openMeanings+=("$candidate\${meaning:+  -- $meaning}")
    else
      plain+=("$candidate"); plainMeanings+=("$candidate\${meaning:+  -- $meaning}")
    fi
  done < <(layerlens completion words -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( $#plain )) && compadd -l -d plainMeanings -- $plain
  (( $#open )) && compadd -l -S '' -d openMeanings -- $open
  [[ -n $files ]] && _files
}
if [[ $funcstack[1] == _layerlens ]]; then _layerlens "$@"; else compdef _layerlens layerlens; fi
`,
  fish: `# layerlens completion fish > ~/.config/fish/completions/layerlens.fish
function __layerlens_words
    set -l words (commandline -opc) (commandline -ct)
    for line in (layerlens completion words -- $words[2..-1] 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c layerlens -f -a '(__layerlens_words)'
`,
} as const

export type Shell = keyof typeof COMPLETION_SCRIPTS

export const SHELLS = Object.keys(COMPLETION_SCRIPTS) as readonly Shell[]
