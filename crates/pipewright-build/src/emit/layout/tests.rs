use proc_macro2::{TokenStream, TokenTree};

use super::super::tokens::ToTokens;
use super::lines;

fn laid_out(code: &str) -> String {
    let code: TokenStream = code.parse().expect("tokens");
    lines(&code.to_token_stream(), 0)
}

/// Code that is laid out as it stands here, whatever its lines were before.
#[track_caller]
fn stays(code: &str) {
    let code = code.trim_start_matches('\n');
    let indent = code.len() - code.trim_start().len();
    let lines = code
        .lines()
        .map(|line| line.get(indent..).unwrap_or_default());
    let code: String = lines.flat_map(|line| [line, "\n"]).collect();
    let code = format!("{}\n", code.trim_end());
    assert_eq!(laid_out(&code), code);
    let in_one_line: Vec<_> = code.lines().map(str::trim).collect();
    if !code.contains("//") {
        assert_eq!(laid_out(&in_one_line.join(" ")), code);
    }
}

#[test]
fn operators_have_spaces_and_signs_have_none() {
    stays("let a = -b - -1 * *c + (d & &e | f) << 2;");
    stays("let a = !b && c != !d || e <= f && g < h && i > j;");
    stays("let a = &mut *b;");
    stays("let a = &&b;");
    stays("let a = b as u32 >> 3 as u8;");
    stays("let a = b[..3].iter().map(|&x| x..=y).sum::<u32>()?;");
    stays("let a = |b: &u32, c| b + c;");
    stays("let a = || move || b;");
    stays("a += 1;");
    stays("let a @ (1 | 2) = b;");
    stays("return;");
    stays("return (a, -b);");
    stays("break 'outer;");
    stays("let a = b.0.1.c.await?;");
    stays("let a = if_so(b);");
    stays("let a = *b.c == [0; 4];");
}

#[test]
fn types_are_written_as_one_writes_them() {
    stays("type A = HashMap<String, Vec<Option<&'static [u8]>>>;");
    stays("type A = Box<dyn Fn(&str, (u8, u8)) -> Result<u32, ()> + Send + 'static>;");
    stays("type A = for<'a> fn(&'a (B, C), *const D, *mut E) -> [F; 2];");
    stays("type A = <B as ::core::ops::Deref>::Target;");
    stays("type A = impl Iterator<Item = B> + use<'a>;");
    stays("let a = Vec::<u8>::new();");
    stays("let a = <A as B<C>>::d(e);");
    stays("let a: Vec<Vec<u8>> = b;");
    stays("struct A<'a, T: ?Sized + 'a, const N: usize>(&'a T);");
    stays("fn a<T: B<C = D>>(e: &'static mut T) -> impl F<G> + Send;");
    stays("use super::*;");
    stays("use ::std::sync::{Arc, atomic::{self, AtomicBool as Flag}};");
}

#[test]
fn items_and_statements_have_lines() {
    stays(
        "
        #[derive(Clone, Debug)]
        pub(crate) enum A {
            /// One.
            B,
            C(u8),
            D { e: f64 },
        }
        impl<T> From<T> for A {
            fn from(a: T) -> Self {
                if a.b() {
                    return Self::B;
                } else if let Some(C { d, .. }) = e {
                    f();
                } else {
                    g!(h)
                }
                match i {
                    A::J { k, .. } if k > 1 => l(),
                    A::M | A::N => {
                        o();
                    }
                    _ => p,
                }
            }
        }
        const A: &[u8] = &[];
        fn b() {}
        ",
    );
}

#[test]
fn what_does_not_fit_gets_lines() {
    stays(
        "
        fn a_function_with_a_name<'a>(
            &'a self,
            argument: Argument<'a>,
        ) -> impl Future<Output = Result<Receipt, OrderError>> + Send + 'a;
        let a = a_function_with_a_name(
            an_argument_with_a_name,
            another_argument_with_a_name,
            and_a_third_argument,
        );
        let a = Builder::with_a_name(an_argument_with_a_name)
            .and_a_setting(another_argument_with_a_name)
            .build();
        let a = an_operand_with_a_name
            && another_operand_with_a_name
            && a_third_operand_with_a_name(with_an_argument);
        run(a, async move {
            b(c).await
        });
        keep(Value {
            a_field_with_a_name: 1,
            another_field,
            ..rest
        });
        ",
    );
    stays(
        "
        impl<S> Future for Launch<S>
        where
            S: Steps + 'static,
            Given<S>: GivesUser,
        {
            type Output = ();
        }
        ",
    );
}

#[test]
fn numbers_fill_their_lines() {
    let numbers: String = (0..60).map(|number| format!("{number}, ")).collect();
    let text = laid_out(&format!("const A: &[u8] = &[{numbers}];"));
    assert_eq!(text.lines().count(), 5, "{text}");
}

#[test]
fn a_literal_of_several_lines_is_in_one() {
    assert_eq!(laid_out("a(\"b\nc\");"), "a(\"b\\nc\");\n");
    assert_eq!(laid_out("a!(r#\"b\n\"c\"#);"), "a!(\"b\\n\\\"c\");\n");
}

#[test]
fn no_comma_changes_what_code_means() {
    let long = "a_rather_long_operand_with_a_name(of_its_own) + another_of_them(with_an_argument)";
    for code in [
        format!("let a = ({long} + {long});"),
        format!("let a = ({long} + {long},);"),
        format!("let a = a!({long}, {long});"),
        format!(
            "let Abc {{ {}, .. }} = b;",
            "field, ".repeat(40).trim_end_matches(", ")
        ),
    ] {
        let text = laid_out(&code);
        let commas = |code: &str| code.matches(',').count();
        assert_eq!(commas(&text), commas(&code), "{text}");
    }
}

/// The same tokens come out as went in, commas behind the last of several apart.
#[test]
fn every_file_of_this_crate_keeps_its_tokens() {
    for text in [
        include_str!("read.rs"),
        include_str!("spaces.rs"),
        include_str!("write.rs"),
        include_str!("../calls.rs"),
        include_str!("../launch.rs"),
        include_str!("../../check/habits.rs"),
        include_str!("../../front/rust/statement.rs"),
    ] {
        let code = without_last_commas(text.parse().expect("tokens"));
        let again = without_last_commas(laid_out(text).parse().expect("tokens"));
        for (token, again) in code.split(' ').zip(again.split(' ')) {
            assert_eq!(token, again);
        }
    }
}

fn without_last_commas(code: TokenStream) -> String {
    let mut tokens: Vec<_> = code.into_iter().collect();
    if matches!(tokens.last(), Some(TokenTree::Punct(sign)) if sign.as_char() == ',') {
        tokens.pop();
    }
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let inner = without_last_commas(group.stream());
            format!("{:?} {inner} end", group.delimiter())
        }
        token => token.to_string(),
    });
    tokens.collect::<Vec<_>>().join(" ")
}
