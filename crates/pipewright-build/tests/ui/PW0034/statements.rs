use crate::bot::Message;

#[pipeline]
fn support_bot(message: Message) {
    if message.loud {
        warn(&message);
    }
    if message.loud {
        warn_again(&message);
    } else {
        praise(&message);
    }
    match message.kind {
        0 => ignore(&message),
        _ => respond(&message),
    }
}
