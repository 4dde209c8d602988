
complete -r cargo_pipewright
complete -o bashdefault -o default -F _cargo_pipewright cargo-pipewright

# `cargo pipewright …`, as if it was `cargo-pipewright …`; all else of cargo's is left to what completes it
_cargo_with_pipewright() {
    if [[ ${COMP_CWORD} -gt 1 && ${COMP_WORDS[1]} == pipewright ]]; then
        COMP_WORDS=(cargo-pipewright "${COMP_WORDS[@]:2}")
        COMP_CWORD=$((COMP_CWORD - 1))
        _cargo_pipewright cargo-pipewright "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    elif [[ -n ${_cargo_before_pipewright} ]]; then
        "${_cargo_before_pipewright}" "$@"
    elif [[ ${COMP_CWORD} -eq 1 ]]; then
        COMPREPLY=($(compgen -W pipewright -- "${COMP_WORDS[1]}"))
    fi
}

if declare -F _completion_loader > /dev/null && ! complete -p cargo &> /dev/null; then
    _completion_loader cargo
fi
if [[ $(complete -p cargo 2> /dev/null) =~ -F\ ([^ ]+) && ${BASH_REMATCH[1]} != _cargo_with_pipewright ]]; then
    _cargo_before_pipewright=${BASH_REMATCH[1]}
fi
complete -o bashdefault -o default -F _cargo_with_pipewright cargo
