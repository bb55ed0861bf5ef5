//! Where a page, or a part of one, can be, and what works there: ENVIRONMENTS.md, cell by cell.

mod environments {
    pub mod environment;
    pub mod extension;
    pub mod observed;
    pub mod table;
}

use e2e::{Browser, Engine, PlainSite, Stage, Summary, Variant};
use tempfile::TempDir;

use crate::environments::environment::{ENVIRONMENTS, Environment, Start};
use crate::environments::extension;
use crate::environments::observed::Observed;
use crate::environments::table::{Row, rows};

fn main() {
    e2e::run(&["environments"], &[], check_all)
}

async fn check_all(engine: Engine, suite: &'static str) -> Result<(), String> {
    let table = rows(include_str!("../ENVIRONMENTS.md"), engine)?;
    let mut summary = Summary::on(engine, suite);
    summary.add(COMPLETE, complete(&table));
    // Those that need no browser of their own share one.
    let starts = [
        Start::Plain,
        Start::Private,
        Start::WithoutWebAssembly,
        Start::Host,
        Start::Extension,
    ];
    for start in starts {
        let wanted = ENVIRONMENTS.iter().filter(|it| it.start(engine) == start);
        let wanted: Vec<(&Environment, &Row)> = wanted
            .filter_map(|it| Some((it, table.iter().find(|row| row.environment == it.name)?)))
            .filter(|(_, row)| row.cells.is_some())
            .collect();
        if wanted.is_empty() {
            continue;
        }
        let (stage, site) = (Stage::set().await?, PlainSite::start().await?);
        let folder = TempDir::new().map_err(|why| why.to_string())?;
        let browser = open(engine, start, &folder).await?;
        for (environment, row) in wanted {
            let held = holds(&stage, &site, &browser, &folder, environment, row).await;
            summary.add(&format!("{SAYS}: {}", environment.name), held);
        }
    }
    summary.into_result()
}

const COMPLETE: &str = "The table has each environment once for each engine, and no other";

fn complete(table: &[Row]) -> Result<(), String> {
    for environment in &ENVIRONMENTS {
        let rows = table
            .iter()
            .filter(|row| row.environment == environment.name);
        match rows.count() {
            1 => {}
            count => return Err(format!("{}: {count} rows", environment.name)),
        }
    }
    let unknown = table
        .iter()
        .find(|row| ENVIRONMENTS.iter().all(|it| it.name != row.environment));
    unknown.map_or(Ok(()), |row| {
        Err(format!("nobody tries {}", row.environment))
    })
}

async fn open(engine: Engine, start: Start, folder: &TempDir) -> Result<Browser, String> {
    let variant = match start {
        Start::Plain => Variant::Plain,
        Start::Private => Variant::Private,
        Start::WithoutWebAssembly => Variant::WithoutWebAssembly,
        Start::Host => Variant::Host(environments::environment::HOST),
        Start::Extension => {
            extension::write(folder.path())?;
            Variant::Extension(folder.path().to_owned())
        }
    };
    let browser = Browser::open_as(engine, &variant).await?;
    if start == Start::Extension && engine == Engine::Firefox {
        extension::install(&browser, folder.path()).await?;
    }
    Ok(browser)
}

const SAYS: &str =
    "What the table says works, works, and what does not says the code that the table has";

async fn holds(
    stage: &Stage,
    site: &PlainSite,
    browser: &Browser,
    folder: &TempDir,
    environment: &Environment,
    row: &Row,
) -> Result<(), String> {
    let observed = Observed::of(stage, site, browser, folder.path(), environment).await?;
    let expected = row.cells.as_ref().ok_or("a row without cells")?;
    let cells = observed.cells();
    match &cells == expected {
        true => Ok(()),
        false => Err(format!(
            "expected {}\n      observed {}",
            expected.join(" | "),
            cells.join(" | ")
        )),
    }
}
