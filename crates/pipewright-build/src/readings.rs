//! Which values an expression reads.
//!
//! An identifier is a reading when it names a value and nothing in the expression binds it anew: closure
//! parameters, `match` arms, `if let`, `let` and `for` do. Field and method names are none, identifiers
//! inside macros are.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, Token};

use crate::tree::How;

/// One reading. `how` is [`How::Borrow`] for a plain one.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) name: String,
    pub(crate) how: How,
    /// The variable that stands in the expression.
    pub(crate) variable: Ident,
    pub(crate) span: proc_macro2::Span,
}

#[derive(Default)]
pub(crate) struct Readings {
    pub(crate) list: Vec<Reading>,
    /// Other variables that nothing in the expression binds.
    pub(crate) free: Vec<Ident>,
}

/// Finds the readings, and puts a variable in the place of `x.outcome()`, `x.maybe()` and `x.ok()`.
pub(crate) fn find(expr: &mut Expr, is_value: &dyn Fn(&str) -> bool) -> Readings {
    let mut taken = HashSet::new();
    idents(expr.to_token_stream(), &mut taken);
    let mut finder = Finder {
        is_value,
        taken,
        bound: Vec::new(),
        in_macro: false,
        found: Readings::default(),
    };
    finder.visit_expr_mut(expr);
    finder.found
}

fn idents(tokens: TokenStream, into: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => drop(into.insert(ident.to_string())),
            TokenTree::Group(group) => idents(group.stream(), into),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

struct Finder<'a> {
    is_value: &'a dyn Fn(&str) -> bool,
    taken: HashSet<String>,
    /// What the expression itself binds, innermost last.
    bound: Vec<String>,
    /// Within a macro, which may have words of its own.
    in_macro: bool,
    found: Readings,
}

impl Finder<'_> {
    fn scope(&mut self, inside: impl FnOnce(&mut Self)) {
        let outer = self.bound.len();
        inside(self);
        self.bound.truncate(outer);
    }

    fn reads(&self, name: &str) -> bool {
        (self.is_value)(name) && !self.bound.iter().any(|bound| bound == name)
    }

    fn plain(&mut self, ident: &Ident) {
        let name = ident.to_string();
        if self.reads(&name) {
            let (variable, span) = (ident.clone(), ident.span());
            self.found.list.push(Reading {
                name,
                how: How::Borrow,
                variable,
                span,
            });
        } else if !self.in_macro && !self.bound.contains(&name) {
            self.found.free.push(ident.clone());
        }
    }

    /// The variable for `name.method()`, if that is a reading of its own kind.
    fn special(&mut self, name: &Ident, method: &Ident) -> Option<Ident> {
        let how = match method.to_string().as_str() {
            "maybe" => How::Maybe,
            "ok" => How::Ok,
            "outcome" => How::Outcome,
            _ => return None,
        };
        let text = name.to_string();
        if !self.reads(&text) {
            return None;
        }
        let earlier = self
            .found
            .list
            .iter()
            .find(|reading| reading.name == text && reading.how == how);
        let variable = match earlier {
            Some(reading) => reading.variable.clone(),
            None => self.fresh(name, method),
        };
        let span = name.span().join(method.span()).unwrap_or(name.span());
        self.found.list.push(Reading {
            name: text,
            how,
            variable: variable.clone(),
            span,
        });
        Some(variable)
    }

    fn fresh(&mut self, name: &Ident, method: &Ident) -> Ident {
        let mut variable = format_ident!("{name}_{method}");
        let mut count = 2;
        while (self.is_value)(&variable.to_string()) || !self.taken.insert(variable.to_string()) {
            variable = format_ident!("{name}_{method}_{count}");
            count += 1;
        }
        variable
    }

    fn arguments(&mut self, tokens: TokenStream) -> Option<TokenStream> {
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        let mut arguments = parser.parse2(tokens).ok()?;
        for argument in &mut arguments {
            match argument {
                // a named argument: `format!("{n}", n = order.total)`
                Expr::Assign(assign) if variable(&assign.left).is_some() => {
                    self.visit_expr_mut(&mut assign.right);
                }
                Expr::Lit(lit) => {
                    if let syn::Lit::Str(text) = &lit.lit {
                        self.captures(text);
                    }
                }
                _ => self.visit_expr_mut(argument),
            }
        }
        Some(arguments.into_token_stream())
    }

    /// `"{order}"`
    fn captures(&mut self, text: &syn::LitStr) {
        let value = text.value().replace("{{", "");
        for part in value.split('{').skip(1) {
            let name = part.split(['}', ':']).next().unwrap_or_default();
            if crate::check::is_name(name) && self.reads(name) {
                self.plain(&Ident::new(name, text.span()));
            }
        }
    }

    /// `matches!(expression, pattern if guard)`
    fn matches(&mut self, tokens: TokenStream) -> Option<TokenStream> {
        let parser = |input: syn::parse::ParseStream<'_>| {
            let expr: Expr = input.parse()?;
            let comma: Token![,] = input.parse()?;
            let pat = Pat::parse_multi_with_leading_vert(input)?;
            let guard = match input.parse::<Option<Token![if]>>()? {
                Some(_) => Some(input.parse::<Expr>()?),
                None => None,
            };
            let _end: Option<Token![,]> = input.parse()?;
            Ok((expr, comma, pat, guard))
        };
        let (mut expr, comma, mut pat, mut guard) = parser.parse2(tokens).ok()?;
        self.visit_expr_mut(&mut expr);
        self.scope(|finder| {
            finder.visit_pat_mut(&mut pat);
            if let Some(guard) = &mut guard {
                finder.visit_expr_mut(guard);
            }
        });
        let guard = guard.map(|guard| quote!(if #guard));
        Some(quote!(#expr #comma #pat #guard))
    }

    /// A macro with a syntax of its own: every identifier that could be a reading is one.
    fn scan(&mut self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let punct = |at: Option<usize>, wanted: char| matches!(at.and_then(|at| tokens.get(at)), Some(TokenTree::Punct(p)) if p.as_char() == wanted);
        let mut output = TokenStream::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Group(group) => {
                    let inner = self.scan(group.stream());
                    let mut copy = proc_macro2::Group::new(group.delimiter(), inner);
                    copy.set_span(group.span());
                    copy.to_tokens(&mut output);
                    continue;
                }
                TokenTree::Ident(ident) if self.reads(&ident.to_string()) => {
                    let before = at.checked_sub(2);
                    let field = punct(before, '.') && !punct(at.checked_sub(3), '.');
                    let other = punct(before, ':') || punct(Some(at), ':') || punct(Some(at), '!');
                    if let (false, Some(TokenTree::Ident(method)), true) =
                        (field, tokens.get(at + 1), punct(Some(at), '.'))
                        && let Some(variable) = self.special(ident, method)
                    {
                        variable.to_tokens(&mut output);
                        at += 3;
                        continue;
                    }
                    if !field && !other {
                        self.plain(ident);
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            token.to_tokens(&mut output);
        }
        output
    }
}

/// `x`, and nothing else.
fn variable(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        _ => None,
    }
}

impl VisitMut for Finder<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::MethodCall(call) = expr
            && let Some(name) = variable(&call.receiver)
            && call.args.is_empty()
            && call.turbofish.is_none()
            && let Some(variable) = self.special(name, &call.method)
        {
            *expr = syn::parse_quote!(#variable);
            return;
        }
        if let Some(ident) = variable(expr) {
            return self.plain(&ident.clone());
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_expr_call_mut(&mut self, call: &mut syn::ExprCall) {
        if variable(&call.func).is_none() {
            self.visit_expr_mut(&mut call.func);
        }
        call.args
            .iter_mut()
            .for_each(|arg| self.visit_expr_mut(arg));
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        self.scope(|finder| visit_mut::visit_expr_closure_mut(finder, closure));
    }

    fn visit_expr_match_mut(&mut self, expr: &mut syn::ExprMatch) {
        self.visit_expr_mut(&mut expr.expr);
        for arm in &mut expr.arms {
            self.scope(|finder| visit_mut::visit_arm_mut(finder, arm));
        }
    }

    fn visit_expr_if_mut(&mut self, expr: &mut syn::ExprIf) {
        self.scope(|finder| {
            finder.visit_expr_mut(&mut expr.cond);
            finder.visit_block_mut(&mut expr.then_branch);
        });
        if let Some((_, otherwise)) = &mut expr.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, expr: &mut syn::ExprWhile) {
        self.scope(|finder| visit_mut::visit_expr_while_mut(finder, expr));
    }

    fn visit_expr_for_loop_mut(&mut self, expr: &mut syn::ExprForLoop) {
        self.visit_expr_mut(&mut expr.expr);
        self.scope(|finder| {
            finder.visit_pat_mut(&mut expr.pat);
            finder.visit_block_mut(&mut expr.body);
        });
    }

    fn visit_expr_let_mut(&mut self, expr: &mut syn::ExprLet) {
        self.visit_expr_mut(&mut expr.expr);
        self.visit_pat_mut(&mut expr.pat);
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.scope(|finder| visit_mut::visit_block_mut(finder, block));
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init {
            visit_mut::visit_local_init_mut(self, init);
        }
        self.visit_pat_mut(&mut local.pat);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        self.bound.push(pat.ident.to_string());
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        let name = mac
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string());
        let tokens = match name.as_deref() {
            Some("matches") => self.matches(mac.tokens.clone()),
            _ => {
                let outer = std::mem::replace(&mut self.in_macro, true);
                let tokens = self.arguments(mac.tokens.clone());
                self.in_macro = outer;
                tokens
            }
        };
        mac.tokens = match tokens {
            Some(tokens) => tokens,
            None => self.scan(mac.tokens.clone()),
        };
    }
}
