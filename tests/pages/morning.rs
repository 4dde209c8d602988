//! The pipeline of the first steps: that of a new crate, with a step more.

use pipewright::BoxError;

use morning::Context;

pipewright::include_pipelines!("pages/morning");

pub struct Guest {
    pub name: String,
    pub hungry: bool,
}

pub struct Coffee {
    pub cup: String,
}

pub struct Toast;

pub struct Egg {
    pub minutes: u32,
}

pub struct Juice {
    pub millilitres: u32,
}

pub struct Breakfast {
    pub dishes: Vec<String>,
}

pub struct Kitchen;

impl morning::Steps for Kitchen {
    async fn brew_coffee(&self, _cx: &Context, guest: &Guest) -> Result<Coffee, BoxError> {
        let cup = format!("coffee for {}", guest.name);
        Ok(Coffee { cup })
    }

    async fn make_toast(&self, cx: &Context) -> Result<Toast, BoxError> {
        match cx.attempt() {
            1 => Err("the toaster is cold".into()),
            _ => Ok(Toast),
        }
    }

    async fn boil_egg(&self, _cx: &Context) -> Result<Egg, BoxError> {
        Ok(Egg { minutes: 5 })
    }

    async fn squeeze_oranges(&self, _cx: &Context, guest: &Guest) -> Result<Juice, BoxError> {
        match guest.hungry {
            true => Ok(Juice { millilitres: 200 }),
            false => Err("no orange is left".into()),
        }
    }

    async fn serve(
        &self,
        _cx: &Context,
        coffee: Coffee,
        _: Toast,
        egg: Option<&Egg>,
        juice: Option<&Juice>,
    ) -> Breakfast {
        let mut dishes = vec![coffee.cup, "toast".to_owned()];
        dishes.extend(egg.map(|egg| format!("a {}-minute egg", egg.minutes)));
        dishes.extend(juice.map(|juice| format!("{} ml of juice", juice.millilitres)));
        Breakfast { dishes }
    }
}

fn guest(hungry: bool) -> Guest {
    let name = "Grace".to_owned();
    Guest { name, hungry }
}

#[test]
fn the_change_on_the_page_is_made_here() {
    let page = include_str!("../../docs/first-steps.md");
    let (_, change) = page.split_once("```diff\n").unwrap();
    let (change, _) = change.split_once("```").unwrap();
    let kept = change.lines().filter(|line| !line.starts_with('-'));
    let kept: Vec<&str> = kept.map(|line| &line[1..]).collect();
    let description = include_str!("../../pipelines/pages/morning.toml");
    assert!(description.contains(&kept.join("\n")), "{description}");
}

#[tokio::test(start_paused = true)]
async fn breakfast_is_served() -> Result<(), BoxError> {
    let guest = guest(true);
    let breakfast = Morning::new(Kitchen).run(guest).await?;
    let dishes = [
        "coffee for Grace",
        "toast",
        "a 5-minute egg",
        "200 ml of juice",
    ];
    assert_eq!(breakfast.dishes, dishes);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_is_in_the_report() {
    let run = Morning::new(Kitchen).run(guest(false)).with_report().await;
    assert_eq!(run.output.unwrap().dishes, ["coffee for Grace", "toast"]);
    // what the page says of each step, but for the time that it took
    let rows = |text: &str| {
        let words = |line: &str| {
            line.split_whitespace()
                .take(3)
                .collect::<Vec<_>>()
                .join(" ")
        };
        text.lines().map(words).collect::<Vec<_>>()
    };
    let page = include_str!("../../docs/first-steps.md");
    let (_, told) = page.split_once("coffee for Grace, toast\n").unwrap();
    let (told, _) = told.split_once("```").unwrap();
    assert_eq!(rows(told), rows(&run.report.to_string()));
}

#[tokio::test]
async fn without_oranges_there_is_no_juice() {
    let kitchen = morning::Stub::new()
        .brew_coffee(|_cx, _guest| Ok(Coffee { cup: "tea".into() }))
        .make_toast(|_cx| Ok(Toast))
        .squeeze_oranges(|_cx, _guest| Err("no orange is left".into()))
        .serve(|_cx, coffee, _toast, _egg, juice| {
            assert!(juice.is_none());
            let dishes = vec![coffee.cup];
            Breakfast { dishes }
        });
    let run = Morning::new(kitchen).run(guest(false)).with_report().await;
    assert_eq!(run.output.unwrap().dishes, ["tea"]);
    assert!(run.outputs.squeeze_oranges.is_err());
}
