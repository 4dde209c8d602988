use crate::stdout;

#[test]
fn each_shell_has_some() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = stdout("", &["completions", shell]);
        for word in ["cargo-pipewright", "explain", "--only"] {
            // in fish, options are without their hyphens
            let word = if shell == "fish" {
                word.trim_start_matches('-')
            } else {
                word
            };
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

/// zsh's own completion of cargo asks for a function of this name.
#[test]
fn zsh_finds_that_of_a_plugin() {
    let script = stdout("", &["completions", "zsh"]);
    assert!(script.starts_with("#compdef cargo-pipewright\n"));
    assert!(script.contains("_cargo-pipewright() {"));
}

#[cfg(unix)]
mod bash {
    use std::process::Command;

    use crate::stdout;

    /// What bash offers behind these words, the last of which is begun.
    fn offered(before: &str, words: &[&str]) -> String {
        const ASK: &str = r#"
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            [[ $(complete -p "$1") =~ -F\ ([^ ]+) ]]
            "${BASH_REMATCH[1]}" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            echo "${COMPREPLY[*]}"
        "#;
        let script = stdout("", &["completions", "bash"]);
        let script = format!("{before}\n{script}\n{ASK}");
        let output = Command::new("bash")
            .args(["--norc", "-c", &script, "bash"])
            .args(words)
            .output()
            .expect("bash starts");
        assert!(output.stderr.is_empty(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    #[test]
    fn both_spellings() {
        for spelling in [&["cargo", "pipewright"][..], &["cargo-pipewright"]] {
            let offered = |words: &[&str]| offered("", &[spelling, words].concat());
            assert_eq!(offered(&["pl"]), "plan");
            assert_eq!(offered(&["plan", "--f"]), "--format");
            assert_eq!(offered(&["plan", "--format", ""]), "text json");
        }
    }

    #[test]
    fn what_completes_cargo_otherwise_goes_on() {
        let before = "_own() { COMPREPLY=(build); }\ncomplete -F _own cargo";
        assert_eq!(offered(before, &["cargo", "bu"]), "build");
        assert_eq!(offered(before, &["cargo", "pipewright", "pl"]), "plan");
        assert_eq!(offered("", &["cargo", "pi"]), "pipewright");
    }
}
