//! The pipeline that the book begins with.

use std::time::Duration;

use pipewright::{BoxError, Executor, Work};

use greeting::Context;

pipewright::include_pipelines!("pages/greeting");

pub struct Person {
    name: String,
}

pub struct Forecast {
    celsius: i32,
}

#[derive(Clone, Copy)]
struct Town;

impl greeting::Steps for Town {
    async fn find_person(&self, _cx: &Context, email: &String) -> Result<Person, BoxError> {
        let (name, _) = email.split_once('@').ok_or("that is no address")?;
        let name = name.to_owned();
        Ok(Person { name })
    }

    async fn ask_weather(&self, _cx: &Context, city: &String) -> Result<Forecast, BoxError> {
        match city.as_str() {
            "Oslo" => Ok(Forecast { celsius: -4 }),
            _ => Err(format!("no station in {city}").into()),
        }
    }

    async fn greet(&self, _cx: &Context, person: Person, forecast: Option<&Forecast>) -> String {
        let celsius = forecast.map(|forecast| forecast.celsius);
        format!("Hello {}, it is {celsius:?}.", person.name)
    }
}

/// A thread for each piece of work.
struct Threads;

impl Executor for Threads {
    fn execute(&self, work: Work) {
        std::thread::spawn(|| work.run());
    }
}

#[tokio::test]
async fn somebody_is_greeted() -> Result<(), BoxError> {
    let pipeline = Greeting::builder()
        .steps(Town)
        .pool(Threads)
        .max_parallel(4)
        .build();
    let greeting = pipeline
        .run("ada@example.org".into(), "Oslo".into())
        .await?;
    assert_eq!(greeting, "Hello ada, it is Some(-4).");
    let run = pipeline
        .run("ada@example.org".into(), "Oslo".into())
        .deadline(Duration::from_secs(5))
        .max_parallel(4)
        .with_report()
        .await;
    assert_eq!(run.output?, greeting);
    assert!(run.report.to_string().contains("ask_weather"));
    Ok(())
}
