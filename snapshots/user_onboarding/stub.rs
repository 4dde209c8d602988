use crate::onboarding::{Delivery, OnboardingError, Settings, User, UserId};
use user_onboarding::Context;

/// What the steps need: clients, pools, settings.
struct UserOnboardingSteps;

impl user_onboarding::Steps for UserOnboardingSteps {
    /// Who it is.
    async fn fetch_user(&self, cx: &Context, user_id: &UserId) -> Result<User, OnboardingError> {
        todo!()
    }

    /// How they want to be addressed.
    async fn fetch_settings(
        &self,
        cx: &Context,
        user_id: &UserId,
    ) -> Result<Settings, OnboardingError> {
        todo!()
    }

    /// Says hello in the user's language.
    async fn email_user(
        &self,
        cx: &Context,
        user: &User,
        settings: &Settings,
    ) -> Result<Delivery, OnboardingError> {
        todo!()
    }
}
