//! Methods and free functions as steps.

use std::sync::atomic::{AtomicUsize, Ordering};

use pipewright::Context;

use crate::pipelines::{Calls, Kinds, calls, kinds};
use crate::script::{Fault, told};

pub struct Account {
    pub owner: String,
    pub balance: Option<u32>,
}

/// What free functions ask of the steps.
pub trait Store {
    fn rate(&self) -> u32;
}

/// An error that converts.
pub struct NoBalance;

impl From<NoBalance> for Fault {
    fn from(_: NoBalance) -> Self {
        Self("no balance")
    }
}

/// An error of its own kind.
pub struct Unreachable;

impl From<Unreachable> for Fault {
    fn from(_: Unreachable) -> Self {
        Self("unreachable")
    }
}

pub fn balance(account: &Account) -> Result<u32, NoBalance> {
    account.balance.ok_or(NoBalance)
}

pub async fn fetch(store: &impl Store, cx: &Context, owner: &str) -> Result<u32, Unreachable> {
    tokio::task::yield_now().await;
    match owner {
        "nobody" => Err(Unreachable),
        _ => Ok(store.rate() * cx.attempt() + owner.len() as u32),
    }
}

pub fn describe(region: &str, size: u8, flag: bool, factor: u32, below: i64) -> String {
    format!("{region} {size} {flag} {factor} {below}")
}

pub fn shown(value: &impl ToString) -> String {
    value.to_string()
}

pub fn sum(one: u32, two: u32, three: u32) -> u32 {
    one + two + three
}

#[derive(Default)]
struct Bank {
    scaled: AtomicUsize,
}

impl Store for Bank {
    fn rate(&self) -> u32 {
        100
    }
}

impl calls::Steps for Bank {
    async fn scale(&self, _: &Context, number: u32, factor: u32) -> Result<u32, Fault> {
        self.scaled.fetch_add(1, Ordering::SeqCst);
        Ok(number * factor)
    }
}

fn account(owner: &str, balance: Option<u32>) -> Account {
    Account {
        owner: owner.into(),
        balance,
    }
}

#[tokio::test]
async fn free_functions_synchronous_or_not_are_steps() {
    let bank = std::sync::Arc::new(Bank::default());
    let run = Calls::<Bank>::new(bank.clone()).run(account("Ada", Some(5)));
    let run = run.with_report().await;
    assert_eq!(run.outputs.sync_fn.ok(), Some(&5));
    assert_eq!(run.outputs.async_fn.ok(), Some(&103));
    assert_eq!(run.outputs.on_thread.ok(), Some(&5));
    assert_eq!(run.outputs.literals.ok().unwrap(), "eu 10 true 10 -5");
    assert_eq!(run.outputs.first.ok(), Some(&50));
    assert_eq!(run.outputs.second.ok(), Some(&309));
    assert_eq!(run.output.unwrap(), 50 + 309 + 5);
    assert_eq!(
        bank.scaled.load(Ordering::SeqCst),
        2,
        "two steps call one method"
    );
}

#[tokio::test]
async fn the_errors_of_free_functions_convert() {
    let run = Calls::new(Bank::default()).run(account("nobody", None));
    let run = run.with_report().await;
    assert_eq!(told(&run.outputs.sync_fn), "err: no balance");
    assert_eq!(told(&run.outputs.async_fn), "err: unreachable");
    assert_eq!(told(&run.outputs.on_thread), "err: no balance");
    let error = run.output.unwrap_err();
    assert_eq!(error.failures().len(), 3);
    assert!(error.downcast_ref::<Fault>().is_some());
}

struct Numbers;

impl kinds::Steps for Numbers {
    async fn double(&self, _: &Context, number: u32) -> u32 {
        number * 2
    }

    async fn if_even(&self, _: &Context, number: u32) -> Result<Option<u32>, Fault> {
        match number {
            13 => Err(Fault("thirteen")),
            n => Ok(n.is_multiple_of(2).then_some(n)),
        }
    }

    async fn if_small(&self, _: &Context, number: u32) -> Option<u32> {
        (number < 10).then_some(number)
    }

    fn sync_if_small(&self, _: &Context, number: u32) -> Option<u32> {
        (number < 10).then_some(number)
    }

    async fn note(&self, _: &Context) {}
}

#[tokio::test]
async fn steps_that_cannot_fail_and_steps_that_may_decline() {
    let ended = async |number| {
        let run = Kinds::new(Numbers).run(number).with_report().await;
        let outputs = &run.outputs;
        assert_eq!(outputs.double.ok(), Some(&(number * 2)));
        assert_eq!(told(&outputs.note), "ok");
        [
            told(&outputs.if_even),
            told(&outputs.if_small),
            told(&outputs.sync_if_small),
        ]
    };
    let declined = "skipped: it declined";
    assert_eq!(ended(4).await, ["ok"; 3]);
    assert_eq!(ended(12).await, ["ok", declined, declined]);
    assert_eq!(ended(7).await, [declined, "ok", "ok"]);
    assert_eq!(ended(13).await, ["err: thirteen", declined, declined]);
}
