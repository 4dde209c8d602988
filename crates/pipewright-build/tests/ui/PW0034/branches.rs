use crate::bot::{Kind, Message, Reply, ToolArgs};

#[pipeline]
fn support_bot(message: Message, other: u32) -> Reply {
    #[step(timeout = "5s")]
    let first: Reply = match &message.kind {
        Kind::Tool(args) => run_tool(arg as &ToolArgs),
        Kind::Answer => other,
        Kind::Count => other + 1,
        _ => respond(other as &u32),
        Kind::Spam => ignore(&message),
    };
    let second: Reply = if other > 3 {
        warn(&first);
    } else {
    };
    let third: Reply = if other > 3 { answer(&second) };
    let fourth: Reply = match other {};
    let fifth: Reply = match other {
        1 -> one(&message),
    };
    let sixth: Reply = join(&third, &fourth, fifth, lost as &Reply);
    sixth
}
