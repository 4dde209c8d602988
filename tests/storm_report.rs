//! The report over a fortnight of flights: what it says, and what it says about damaged files.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[path = "../examples/storm_report/analyst.rs"]
pub mod analyst;
#[path = "../examples/storm_report/flights/mod.rs"]
pub mod flights;

use analyst::Analyst;
use flights::{Findings, FlightsError, Report};
use pipewright::{OutcomeKind, Run};

pipewright::include_pipelines!("storm_report");

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");

const FILES: [&str; 7] = [
    "status.csv",
    "carrier_summary.csv",
    "daily_ops.csv",
    "storm_days.csv",
    "quality.csv",
    "distance_check.csv",
    "plane_age.csv",
];

/// The pipeline's steps, one after the other.
fn analyse(data_dir: &Path) -> Result<Report, FlightsError> {
    let flights = flights::read_flights(&data_dir.join("flights.csv"))?;
    let weather = flights::read_weather(&data_dir.join("weather.csv"))?;
    let planes = flights::read_planes(&data_dir.join("planes.csv"))?;
    let airports = flights::read_airports(&data_dir.join("airports.csv"))?;
    let airlines = flights::read_airlines(&data_dir.join("airlines.csv"))?;

    let classified = flights::classify(&flights);
    let flight_weather = flights::join_weather(&flights, &weather);
    let flown_planes = flights::join_planes(&classified, &planes);
    let flown_airports = flights::join_airports(&classified, &airports);
    let distances = flights::distances(&flown_airports);
    let carriers = flights::carrier_summary(&classified, &airlines);
    let daily_ops = flights::daily_ops(&classified);
    let storm_days = daily_ops
        .has_storm()
        .then(|| flights::storm_days(&daily_ops, &flight_weather));

    Ok(Report::new(&Findings {
        classified: &classified,
        flight_weather: &flight_weather,
        flown_planes: &flown_planes,
        flown_airports: &flown_airports,
        distances: &distances,
        carriers: &carriers,
        daily_ops: &daily_ops,
        storm_days: storm_days.as_ref(),
    }))
}

/// The pipeline itself, with an analyst whose first look at the weather fails.
async fn run(data_dir: PathBuf) -> Run<Report, storm_report::Outputs> {
    let pipeline = StormReport::new(Analyst::default());
    pipeline.run(data_dir).with_report().await
}

fn text<'a>(report: &'a Report, name: &str) -> &'a str {
    let file = report.files().iter().find(|file| file.name == name);
    &file.expect(name).text
}

/// Byte for byte.
fn assert_as_expected(report: &Report) {
    let names: Vec<_> = report.files().iter().map(|file| file.name).collect();
    assert_eq!(names, FILES);
    for file in report.files() {
        let expected = Path::new(DATA).join("flights_expected").join(file.name);
        let expected = fs::read_to_string(expected).unwrap();
        assert_eq!(file.text, expected, "{}", file.name);
    }
}

#[tokio::test]
async fn the_report_is_what_another_system_computed() {
    let run = run(Path::new(DATA).join("flights")).await;
    assert_as_expected(&run.output.unwrap());
    let ended_well = run.report.with_outcome(OutcomeKind::Ok).count();
    assert_eq!((ended_well, run.report.steps.len()), (14, 14));
}

#[test]
fn the_steps_one_after_the_other_give_the_same() {
    assert_as_expected(&analyse(&Path::new(DATA).join("flights")).unwrap());
}

#[tokio::test]
async fn the_first_look_at_the_weather_fails_and_the_second_does_not() {
    let run = run(Path::new(DATA).join("flights")).await;
    for step in &run.report.steps {
        let expected = if step.step == "load_weather" { 2 } else { 1 };
        assert_eq!(step.attempts.len(), expected, "{}", step.step);
    }
    let attempts = &run.report.step("load_weather").unwrap().attempts;
    let error = attempts[0].error.as_deref().unwrap();
    assert!(error.ends_with("weather.csv: cannot be read: stale network file handle"));
    assert!(attempts[1].wait.unwrap() >= Duration::from_millis(50));
    assert_eq!(attempts[1].error, None);
}

#[test]
fn the_headlines_are_worth_reading() {
    let report = analyse(&Path::new(DATA).join("flights")).unwrap();
    let expected = "\
flights         12340 in 14 days
flown           11256
diverted        36
cancelled       1048 (8.5 %)
worst day       2013-02-08, 472 of 930 cancelled (50.8 %)
storm           2013-02-08, 2013-02-09
most punctual   Virgin America, 85.6 % of 125 flights on time
least punctual  ExpressJet Airlines Inc., 65.8 % of 1711 flights on time
longest route   JFK to HNL, 4975 miles, of 177 routes
oldest plane    57 years
";
    assert_eq!(report.headlines().to_string(), expected);
}

/// Two quiet days around a new year, a fifth of each cancelled and no more: with a diverted flight,
/// one to an airport that is nowhere, and one of a carrier that is no airline.
const FLIGHTS: &str = "\
year,month,day,dep_time,sched_dep_time,dep_delay,arr_time,sched_arr_time,arr_delay,carrier,flight,tailnum,origin,dest,air_time,distance,hour,minute,time_hour
2024,12,31,2400,2359,1,130,128,2,AB,1,N1,AAA,BBB,60,69,23,59,2025-01-01T04:00:00Z
2024,12,31,800,800,0,900,904,-4,AB,2,N2,AAA,BBB,60,69,8,0,2024-12-31T13:00:00Z
2024,12,31,900,900,0,1000,1000,0,AB,3,N3,AAA,BBB,60,69,9,0,2024-12-31T14:00:00Z
2024,12,31,1000,1000,0,NA,1100,NA,AB,4,N1,AAA,BBB,NA,69,10,0,2024-12-31T15:00:00Z
2024,12,31,NA,1100,NA,NA,1200,NA,AB,5,NA,AAA,BBB,NA,69,11,0,2024-12-31T16:00:00Z
2025,1,1,800,800,0,900,885,15,XY,6,NA,AAA,CCC,60,69,8,0,2025-01-01T13:00:00Z
2025,1,1,NA,900,NA,NA,1000,NA,ZZ,7,N1,BBB,AAA,NA,69,9,0,2025-01-01T14:00:00Z
2025,1,1,815,800,15,914,900,14,XY,8,N1,AAA,BBB,60,69,8,0,2025-01-01T13:00:00Z
2025,1,1,815,800,15,914,900,14,XY,9,N1,AAA,BBB,60,69,8,0,2025-01-01T13:00:00Z
2025,1,1,815,800,15,914,900,14,XY,10,N1,AAA,BBB,60,69,8,0,2025-01-01T13:00:00Z
";

const WEATHER: &str = "\
origin,year,month,day,hour,temp,dewp,humid,wind_dir,wind_speed,wind_gust,precip,pressure,visib,time_hour
AAA,2024,12,31,23,30.5,NA,50,NA,12.5,NA,0,1000,10,2025-01-01T04:00:00Z
AAA,2025,1,1,8,30.5,20,50,90,NA,NA,NA,NA,10,2025-01-01T13:00:00Z
";

const PLANES: &str = "\
tailnum,year,type,manufacturer,model,engines,seats,speed,engine
N1,2020,Fixed wing,A,B,2,100,NA,Turbo-fan
N2,NA,Fixed wing,A,B,2,100,NA,Turbo-fan
";

const AIRPORTS: &str = "\
faa,name,lat,lon,alt,tz,dst,tzone
AAA,Null Island,0,0,0,0,N,NA
BBB,A degree off,0,1,0,0,N,NA
";

const AIRLINES: &str = "\
carrier,name
AB,\"Air B, Inc.\"
XY,XY Lines
";

/// A folder with the five small files above, of its own for each test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("storm_report");
        let folder = Self(folder.join(test));
        fs::create_dir_all(&folder.0).unwrap();
        folder
            .with("flights.csv", FLIGHTS)
            .with("weather.csv", WEATHER)
            .with("planes.csv", PLANES)
            .with("airports.csv", AIRPORTS)
            .with("airlines.csv", AIRLINES)
    }

    fn with(self, file: &str, text: impl AsRef<[u8]>) -> Self {
        fs::write(self.0.join(file), text).unwrap();
        self
    }

    fn without(self, file: &str) -> Self {
        fs::remove_file(self.0.join(file)).unwrap();
        self
    }

    fn report(&self) -> Report {
        analyse(&self.0).unwrap()
    }

    /// The message, with the folder's path taken out.
    fn error(&self) -> String {
        self.without_path(&analyse(&self.0).unwrap_err().to_string())
    }

    fn without_path(&self, text: &str) -> String {
        let folder = format!("{}{}", self.0.display(), std::path::MAIN_SEPARATOR);
        text.replace(&folder, "")
    }
}

#[test]
fn another_fortnight_without_a_storm() {
    let report = Folder::new("without_a_storm").report();
    let expected = [
        ("status.csv", "status,n\ncancelled,2\ndiverted,1\nflown,7\n"),
        (
            "carrier_summary.csv",
            "carrier,name,scheduled,cancelled,diverted,flown,sum_arr_delay,mean_arr_delay,on_time\n\
             AB,\"Air B, Inc.\",5,1,1,3,-2,-0.666667,3\n\
             XY,XY Lines,4,0,0,4,57,14.25,3\n\
             ZZ,,1,1,0,0,,,0\n",
        ),
        (
            "daily_ops.csv",
            "month,day,origin,scheduled,cancelled,flown,sum_dep_delay\n\
             12,31,AAA,5,1,3,1\n1,1,AAA,4,0,4,45\n1,1,BBB,1,1,0,\n",
        ),
        (
            "storm_days.csv",
            "month,day,scheduled,cancelled,pct,min_visib,max_wind,precip_in,n_hours\n",
        ),
        (
            "quality.csv",
            "flights,flown_dest_unknown,flown_plane_unknown,flights_without_weather,tailnum_null\n\
             10,1,2,5,2\n",
        ),
        (
            "distance_check.csv",
            "origin,dest,distance,great_circle_mi\nAAA,BBB,69,69.093\n",
        ),
        (
            "plane_age.csv",
            "age_years,flown,sum_arr_delay\n4,1,2\n5,3,42\n",
        ),
    ];
    for (name, expected) in expected {
        assert_eq!(text(&report, name), expected, "{name}");
    }
    assert!(
        report
            .headlines()
            .to_string()
            .contains("\nstorm           none\n")
    );
}

#[tokio::test]
async fn without_a_storm_its_step_is_skipped_and_the_report_receives_none() {
    let folder = Folder::new("skipped");
    let run = run(folder.0.clone()).await;
    let report = run.output.unwrap();
    assert_eq!(
        text(&report, "storm_days.csv"),
        "month,day,scheduled,cancelled,pct,min_visib,max_wind,precip_in,n_hours\n"
    );
    let skipped = run.report.with_outcome(OutcomeKind::Skipped);
    let skipped: Vec<_> = skipped
        .map(|step| (&*step.step, step.reason.as_deref()))
        .collect();
    assert_eq!(skipped, [("storm_days", Some("its condition was false"))]);
    for file in report.files() {
        assert_eq!(
            file.text,
            text(&folder.report(), file.name),
            "{}",
            file.name
        );
    }
}

#[tokio::test]
async fn a_damaged_file_fails_the_run_at_its_place() {
    let flights = FLIGHTS.replace("900,904,-4,", "900,904,early,");
    let folder = Folder::new("damaged").with("flights.csv", flights);
    let run = run(folder.0.clone()).await;
    let error = run.output.unwrap_err();
    assert_eq!(
        folder.without_path(&error.to_string()),
        "pipeline `storm_report`: step `load_flights` failed: flights.csv, line 3, column \
         `arr_delay` (number 9): expected a whole number or `NA`, found `early`; correct the \
         value, or write `NA` if it is not known"
    );
    assert_eq!(error.failures()[0].attempts(), 1);
    assert!(matches!(
        error.downcast_ref(),
        Some(FlightsError::BadValue(_))
    ));
    let joined = run.outputs.report.skipped().unwrap();
    assert_eq!(joined.caused_by(), Some("load_flights"));
}

#[tokio::test]
async fn two_damaged_files_are_both_told() {
    let folder = Folder::new("two_damaged")
        .with("planes.csv", PLANES.replacen(",100,", ",1OO,", 1))
        .with("airports.csv", AIRPORTS.replace("faa", "code"));
    let error = run(folder.0.clone()).await.output.unwrap_err();
    let mut told: Vec<_> = error
        .failures()
        .iter()
        .map(|failure| folder.without_path(&failure.to_string()))
        .collect();
    told.sort();
    assert!(told[0].starts_with("failed: airports.csv, line 1: there is no column `faa`"));
    assert!(told[1].starts_with("failed: planes.csv, line 2, column `seats` (number 7)"));
}

#[test]
fn a_storm_begins_above_a_fifth() {
    let cancelled = FLIGHTS.replace(
        "2025,1,1,800,800,0,900,885,15,",
        "2025,1,1,NA,800,NA,NA,885,NA,",
    );
    let report = Folder::new("a_storm").with("flights.csv", cancelled);
    assert_eq!(
        text(&report.report(), "storm_days.csv"),
        "month,day,scheduled,cancelled,pct,min_visib,max_wind,precip_in,n_hours\n\
         1,1,5,2,40.0,10.0,,,1\n"
    );
}

#[test]
fn a_file_with_a_header_alone_is_an_empty_one() {
    let header = FLIGHTS.lines().next().unwrap();
    let report = Folder::new("header_alone").with("flights.csv", header);
    let report = report.report();
    assert_eq!(
        text(&report, "status.csv"),
        "status,n\ncancelled,0\ndiverted,0\nflown,0\n"
    );
    assert!(
        report
            .headlines()
            .to_string()
            .starts_with("flights         0 in 0 days\n")
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let windows = format!("\u{FEFF}{}", FLIGHTS.replace('\n', "\r\n"));
    let report = Folder::new("windows").with("flights.csv", windows);
    let same = Folder::new("not_windows").report();
    assert_eq!(
        text(&report.report(), "carrier_summary.csv"),
        text(&same, "carrier_summary.csv")
    );
}

#[test]
fn a_missing_file() {
    assert_eq!(
        Folder::new("missing_file").without("planes.csv").error(),
        "planes.csv: there is no such file; give the folder that holds it"
    );
}

#[test]
fn a_missing_column() {
    let weather = WEATHER.replace("visib", "visibility");
    assert_eq!(
        Folder::new("missing_column")
            .with("weather.csv", weather)
            .error(),
        "weather.csv, line 1: there is no column `visib`: expected it in the header, found \
         `origin,year,month,day,hour,temp,dewp,humid,wind_dir,wind_speed,wind_gust,precip,\
         pressure,visibility,time_hour`; add the column, or restore the header"
    );
}

#[test]
fn an_empty_file_lacks_its_first_column() {
    assert_eq!(
        Folder::new("empty_file").with("airlines.csv", "").error(),
        "airlines.csv, line 1: there is no column `carrier`: expected it in the header, found ``; \
         add the column, or restore the header"
    );
}

#[test]
fn a_bad_number_that_may_be_missing() {
    let flights = FLIGHTS.replace("900,904,-4,", "900,904,early,");
    assert_eq!(
        Folder::new("bad_number")
            .with("flights.csv", flights)
            .error(),
        "flights.csv, line 3, column `arr_delay` (number 9): expected a whole number or `NA`, \
         found `early`; correct the value, or write `NA` if it is not known"
    );
}

#[test]
fn days_and_hours_that_do_not_exist() {
    let error =
        |test: &str, flights: String| Folder::new(test).with("flights.csv", flights).error();
    let first = |from: &str, to: &str| {
        assert!(FLIGHTS.contains(from));
        FLIGHTS.replacen(from, to, 1)
    };
    assert_eq!(
        error("month", first("2024,12,", "2024,13,")),
        "flights.csv, line 2, column `month` (number 2): expected a month from 1 to 12, found `13`; \
         correct the value"
    );
    assert_eq!(
        error("day", first("2024,12,", "2024,2,")),
        "flights.csv, line 2, column `day` (number 3): expected a day of that month, found `31`; \
         correct the value"
    );
    assert_eq!(
        error("hour", first(":00:00Z", ":30:00Z")),
        "flights.csv, line 2, column `time_hour` (number 19): expected an hour such as \
         `2013-02-04T10:00:00Z`, found `2025-01-01T04:30:00Z`; correct the value"
    );
}

#[test]
fn a_bad_number_after_blank_lines() {
    let weather = WEATHER
        .replace("AAA,2025", "\n\nAAA,2025")
        .replace("10,2025-01-01T13", "ten,2025-01-01T13");
    assert_eq!(
        Folder::new("blank_lines")
            .with("weather.csv", weather)
            .error(),
        "weather.csv, line 5, column `visib` (number 14): expected a number or `NA`, found `ten`; \
         correct the value, or write `NA` if it is not known"
    );
}

#[test]
fn a_bad_number_in_a_file_from_windows() {
    let weather = WEATHER.replace("10,2025-01-01T13", "ten,2025-01-01T13");
    let windows = format!("\u{FEFF}{weather}").replace('\n', "\r\n\r\n");
    assert_eq!(
        Folder::new("from_windows")
            .with("weather.csv", windows)
            .error(),
        "weather.csv, line 5, column `visib` (number 14): expected a number or `NA`, found `ten`; \
         correct the value, or write `NA` if it is not known"
    );
}

#[test]
fn a_bad_number_in_a_column_that_nobody_reads() {
    let planes = PLANES.replacen(",100,", ",1OO,", 1);
    assert_eq!(
        Folder::new("unread_column")
            .with("planes.csv", planes)
            .error(),
        "planes.csv, line 2, column `seats` (number 7): expected a whole number of at least 0 or \
         `NA`, found `1OO`; correct the value, or write `NA` if it is not known"
    );
}

#[test]
fn a_missing_value_that_every_row_has() {
    let airports = AIRPORTS.replace("off,0,1,", "off,NA,1,");
    assert_eq!(
        Folder::new("missing_value")
            .with("airports.csv", airports)
            .error(),
        "airports.csv, line 3, column `lat` (number 3): expected a number, found `NA`; \
         correct the value"
    );
}

#[test]
fn bytes_that_are_not_text() {
    let airlines: &[u8] = b"carrier,name\nAB,Air \xFF\n";
    assert_eq!(
        Folder::new("not_text")
            .with("airlines.csv", airlines)
            .error(),
        "airlines.csv, line 2, column `name` (number 2): expected some text in UTF-8, found \
         `Air \u{FFFD}`; correct the value"
    );
}

#[test]
fn a_row_that_ends_early() {
    let planes = PLANES.replace(
        "N2,NA,Fixed wing,A,B,2,100,NA,Turbo-fan",
        "N2,NA,Fixed wing",
    );
    assert_eq!(
        Folder::new("short_row").with("planes.csv", planes).error(),
        "planes.csv, line 3, column `manufacturer` (number 4): expected 9 values as in the \
         header, found 3: it ends before this column; complete the row, or remove it"
    );
}

#[test]
fn a_row_that_goes_on() {
    let airlines = AIRLINES.replace('"', "");
    assert_eq!(
        Folder::new("long_row")
            .with("airlines.csv", airlines)
            .error(),
        "airlines.csv, line 2, column `name` (number 2): expected 2 values as in the header, \
         found 3: it goes on after this column; remove what is too much, or quote the value that \
         contains a comma"
    );
}

#[test]
fn only_a_file_that_may_come_back_is_worth_another_attempt() {
    let stale = FlightsError::Unreadable(
        "weather.csv".into(),
        ErrorKind::StaleNetworkFileHandle.into(),
    );
    assert!(stale.is_transient());
    assert_eq!(
        stale.to_string(),
        "weather.csv: cannot be read: stale network file handle"
    );
    assert!(!FlightsError::NotFound("weather.csv".into()).is_transient());
}
