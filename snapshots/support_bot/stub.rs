use crate::bot::{Answer, BotError, Calculation, Intent, Page, Sent};
use support_bot::Context;

/// What the steps need: clients, pools, settings.
struct SupportBotSteps;

impl support_bot::Steps for SupportBotSteps {
    /// What the customer wants.
    async fn understand(&self, cx: &Context, message: &String) -> Result<Intent, BotError> {
        todo!()
    }

    async fn calculate(&self, cx: &Context, sum: &Calculation) -> Answer {
        todo!()
    }

    /// What the handbook says of the topic.
    async fn search(&self, cx: &Context, topic: &String) -> Result<Vec<Page>, BotError> {
        todo!()
    }

    async fn quote(
        &self,
        cx: &Context,
        message: &String,
        pages: Vec<Page>,
    ) -> Result<Answer, BotError> {
        todo!()
    }

    async fn call_back(&self, cx: &Context, message: &String) -> Result<Answer, BotError> {
        todo!()
    }

    async fn apologise(&self, cx: &Context, message: &String) -> Result<Answer, BotError> {
        todo!()
    }

    /// Sends the answer, unless there is nothing to say.
    async fn send(&self, cx: &Context, answer: Answer) -> Result<Sent, BotError> {
        todo!()
    }
}
