//! Code that is written as it is to be.

/// Rust as it stands here. `#name` is what a variable holds, and `#(…)*`, with a separator or without one, stands
/// as often as the variables in it have elements.
macro_rules! quote {
    ($($code:tt)*) => {{
        #[allow(unused_mut)]
        let mut code = $crate::emit::tokens::TokenStream::for_about(stringify!($($code)*));
        $crate::emit::tokens::written::put!(code $($code)*);
        code
    }};
}

/// Puts tokens behind some code, one after the other.
macro_rules! put {
    ($to:ident) => {};
    ($to:ident # $name:ident $($rest:tt)*) => {
        $crate::emit::tokens::ToTokens::to_tokens(&$name, &mut $to);
        $crate::emit::tokens::written::put!($to $($rest)*);
    };
    ($to:ident # ($($inner:tt)*) * $($rest:tt)*) => {
        $crate::emit::tokens::written::repeat!($to () $($inner)*);
        $crate::emit::tokens::written::put!($to $($rest)*);
    };
    ($to:ident # ($($inner:tt)*) $between:tt * $($rest:tt)*) => {
        $crate::emit::tokens::written::repeat!($to ($between) $($inner)*);
        $crate::emit::tokens::written::put!($to $($rest)*);
    };
    ($to:ident ($($inner:tt)*) $($rest:tt)*) => {
        $crate::emit::tokens::written::group!($to Parenthesis $($inner)*);
        $crate::emit::tokens::written::put!($to $($rest)*);
    };
    ($to:ident [$($inner:tt)*] $($rest:tt)*) => {
        $crate::emit::tokens::written::group!($to Bracket $($inner)*);
        $crate::emit::tokens::written::put!($to $($rest)*);
    };
    ($to:ident {$($inner:tt)*} $($rest:tt)*) => {
        $crate::emit::tokens::written::group!($to Brace $($inner)*);
        $crate::emit::tokens::written::put!($to $($rest)*);
    };
    ($to:ident $token:tt $($rest:tt)*) => {
        $to.written(stringify!($token));
        $crate::emit::tokens::written::put!($to $($rest)*);
    };
}

macro_rules! group {
    ($to:ident $delimiter:ident $($inner:tt)*) => {
        let opened = $to.open($crate::emit::tokens::Delimiter::$delimiter);
        $crate::emit::tokens::written::put!($to $($inner)*);
        $to.close(opened);
    };
}

/// Puts tokens as often as the variables in them have elements, with something between.
macro_rules! repeat {
    ($to:ident ($($between:tt)?) $($inner:tt)*) => {{
        #[allow(unused_imports)]
        use $crate::emit::tokens::{Each as _, Lent as _, Same as _};
        $crate::emit::tokens::written::names!(each ($($inner)*));
        let mut _between = false;
        loop {
            $crate::emit::tokens::written::names!(next ($($inner)*));
            $(
                if _between {
                    $to.written(stringify!($between));
                }
                _between = true;
            )?
            $crate::emit::tokens::written::put!($to $($inner)*);
        }
    }};
}

/// Makes iterators of the variables in some tokens, or takes the next element of each.
macro_rules! names {
    ($what:ident ()) => {};
    ($what:ident (# $name:ident $($rest:tt)*)) => {
        $crate::emit::tokens::written::name!($what $name);
        $crate::emit::tokens::written::names!($what ($($rest)*));
    };
    ($what:ident (($($inner:tt)*) $($rest:tt)*)) => {
        $crate::emit::tokens::written::names!($what ($($inner)* $($rest)*));
    };
    ($what:ident ([$($inner:tt)*] $($rest:tt)*)) => {
        $crate::emit::tokens::written::names!($what ($($inner)* $($rest)*));
    };
    ($what:ident ({$($inner:tt)*} $($rest:tt)*)) => {
        $crate::emit::tokens::written::names!($what ($($inner)* $($rest)*));
    };
    ($what:ident ($token:tt $($rest:tt)*)) => {
        $crate::emit::tokens::written::names!($what ($($rest)*));
    };
}

macro_rules! name {
    (each $name:ident) => {
        #[allow(unused_mut)]
        let mut $name = $name.each();
    };
    (next $name:ident) => {
        let Some($name) = $name.next() else {
            break;
        };
        let $name = $crate::emit::tokens::Turn($name);
    };
}

pub(crate) use {group, name, names, put, quote, repeat};
