//! A step's error, without its type.

use std::any::Any;
use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::sync::Arc;

use crate::outcome::StepError;

/// A step's error whose type is known to the generated code only.
pub(crate) trait Cause: Debug + Display + Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn shared(&self) -> Arc<dyn Any + Send + Sync>;
    fn as_error(&self) -> Option<&(dyn Error + 'static)>;
}

/// How to see an error of type `E` as a standard one.
pub(crate) type AsError<E> = fn(&E) -> Option<&(dyn Error + 'static)>;

struct Typed<E> {
    error: Arc<E>,
    as_error: AsError<E>,
}

impl<E: Debug> Debug for Typed<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<E: Display> Display for Typed<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<E: Debug + Display + Send + Sync + 'static> Cause for Typed<E> {
    fn as_any(&self) -> &dyn Any {
        &*self.error
    }

    fn shared(&self) -> Arc<dyn Any + Send + Sync> {
        Arc::clone(&self.error) as _
    }

    fn as_error(&self) -> Option<&(dyn Error + 'static)> {
        (self.as_error)(&self.error)
    }
}

/// Forgets the type of a step's error.
pub(crate) fn erase<E>(error: &StepError<E>, as_error: AsError<E>) -> StepError<dyn Cause>
where
    E: Debug + Display + Send + Sync + 'static,
{
    error.with(|error| {
        let error = Arc::clone(error);
        Arc::new(Typed { error, as_error }) as Arc<dyn Cause>
    })
}
