//! Answers a message to support: by a tool, from the handbook, by a person, or not at all.
use crate::bot::{Answer, BotError, Calculation, Intent, Page, Sent};

#[pipeline(error = BotError)]
fn support_bot(message: String) -> Sent {
    /// What the customer wants.
    let intent: Intent = understand(&message);
    /// Each intent has its own way to an answer.
    let answer: Answer = match &intent {
        #[step(infallible)]
        Intent::Calculate(sum) => calculate(sum as &Calculation),
        Intent::Question { topic } => {
            /// What the handbook says of the topic.
            #[step(timeout = "5s", retry(attempts = 3, delay = "100ms"))]
            let pages: Vec<Page> = search(topic as &String);
            quote(&message, pages)
        }
        Intent::Complaint if message.contains('!') => call_back(&message),
        Intent::Complaint => apologise(&message),
        Intent::Spam => Answer::Silence,
    };
    /// Sends the answer, unless there is nothing to say.
    let sent: Sent = send(answer);
    sent
}
