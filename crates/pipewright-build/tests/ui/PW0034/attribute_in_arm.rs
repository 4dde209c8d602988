use crate::{Kind, Message, Reply};

#[pipeline]
fn answer(message: Message) -> Reply {
    let reply: Reply = match &message.kind {
        Kind::Tool => #[step(name = "tool")] run(&message),
        Kind::Answer => respond(&message),
    };
    reply
}
