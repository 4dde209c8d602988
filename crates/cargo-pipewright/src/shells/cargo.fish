
# `cargo pipewright …`, as if it was `cargo-pipewright …`
complete -c cargo -n '__fish_seen_subcommand_from pipewright' -f -a '(complete -C (string replace -r "^\s*cargo\s+(\+\S+\s+)?pipewright" cargo-pipewright -- (commandline -cp)))'
complete -c cargo -n __fish_use_subcommand -f -a pipewright -d 'Make, check and draw pipelines'
