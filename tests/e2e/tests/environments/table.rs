use e2e::Engine;

/// One line of the table, for one engine.
pub struct Row {
    pub environment: String,
    /// What works; nothing where the engine has no such environment.
    pub cells: Option<Vec<String>>,
}

/// The rows of ENVIRONMENTS.md that are about this engine.
pub fn rows(markdown: &str, engine: Engine) -> Result<Vec<Row>, String> {
    let lines = markdown.lines().filter(|line| line.starts_with("| "));
    let mut rows = Vec::new();
    for line in lines.skip(1) {
        let line = line.trim_start_matches("| ").trim_end_matches(" |");
        let cells: Vec<String> = line
            .split(" | ")
            .map(|cell| cell.trim().replace('`', ""))
            .collect();
        let [environment, engines, how, cells @ ..] = cells.as_slice() else {
            return Err(format!("not a row: {line}"));
        };
        if engines != "all" && !engines.split(' ').any(|it| it == engine.name()) {
            continue;
        }
        rows.push(Row {
            environment: environment.clone(),
            cells: (how != "none").then(|| cells.to_vec()),
        });
    }
    Ok(rows)
}
