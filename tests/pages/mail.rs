//! The workflow of the page on workflows.

use std::time::Duration;

use pipewright::{Context, Outcome};

use crate::PostOffice;
use crate::post_office::{self, AfterCollect, AfterStamp, Steps};

const MINUTE: Duration = Duration::from_secs(60);

#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    grams: u32,
}

impl Letter {
    fn heavy(&self) -> bool {
        self.grams > 100
    }
}

pub struct Stamped;

#[derive(Debug, Default)]
pub struct Tally {
    stamped: u32,
    returned: Vec<Letter>,
}

#[derive(Debug)]
pub struct MailError;

impl std::fmt::Display for MailError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no stamps")
    }
}

impl std::error::Error for MailError {}

/// Has a stamp for a heavy letter at the second try only, and none for one that weighs nothing.
#[derive(Default)]
struct Clerk {
    tries: std::sync::atomic::AtomicU32,
}

impl Steps for Clerk {
    async fn collect(&self, _: &Context, street: &String) -> Result<Vec<Letter>, MailError> {
        let grams = street.bytes().map(u32::from);
        Ok(grams.map(|grams| Letter { grams }).collect())
    }

    fn after_collect(
        &self,
        _: &Context,
        _: &mut Tally,
        _: String,
        outcome: Outcome<Vec<Letter>, MailError>,
        queue: &mut AfterCollect,
    ) -> Result<(), MailError> {
        if let Outcome::Ok(letters) = outcome {
            letters.into_iter().for_each(|letter| queue.stamp(letter));
        }
        Ok(())
    }

    async fn stamp(&self, cx: &Context, letter: &Letter) -> Result<Stamped, MailError> {
        assert_eq!(cx.attempt(), 1);
        let tries = &self.tries;
        let is_first = || tries.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0;
        match letter.grams == 0 || letter.heavy() && is_first() {
            true => Err(MailError),
            false => Ok(Stamped),
        }
    }

    fn after_stamp(
        &self,
        _: &Context,
        tally: &mut Tally,
        letter: Letter,
        outcome: Outcome<Stamped, MailError>,
        queue: &mut AfterStamp,
    ) -> Result<(), MailError> {
        match outcome {
            Outcome::Ok(_) => tally.stamped += 1,
            Outcome::Err(_) if letter.heavy() => queue.head().delay(MINUTE).stamp(letter),
            _ => tally.returned.push(letter),
        }
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn letters_are_stamped() {
    let begun = tokio::time::Instant::now();
    let run = PostOffice::new(Clerk::default()).run("d\0x".to_owned(), Tally::default());
    let tally = run.await.unwrap();
    assert_eq!(
        (tally.stamped, tally.returned),
        (2, vec![Letter { grams: 0 }])
    );
    assert_eq!(begun.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn without_stamps_light_letters_come_back() {
    let tally = returned(Clerk::default(), "\n\t".to_owned()).await;
    let returned = [10, 9].map(|grams| Letter { grams });
    assert_eq!(tally.unwrap().returned, returned);
}

async fn returned(clerk: Clerk, street: String) -> Result<Tally, pipewright::RunError> {
    let stub = post_office::Stub::over(clerk).stamp(|_, _| Err(MailError));
    let tally = PostOffice::new(stub).run(street, Tally::default()).await?;
    Ok(tally)
}
