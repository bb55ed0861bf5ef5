use crate::Engine;

/// What became of the sentences of one suite in one engine.
pub struct Summary {
    heading: String,
    held: usize,
    failed: Vec<String>,
}

impl Summary {
    pub fn on(engine: Engine, suite: &str) -> Self {
        Self {
            heading: format!("{}: {suite}", engine.name()),
            held: 0,
            failed: Vec::new(),
        }
    }

    pub fn add(&mut self, sentence: &str, outcome: Result<(), String>) {
        match outcome {
            Ok(()) => self.held += 1,
            Err(why) => self.failed.push(format!("  {sentence}\n      {why}")),
        }
    }

    /// The sentences that hold are counted, the others listed.
    pub fn into_result(self) -> Result<(), String> {
        let Self {
            heading,
            held,
            failed,
        } = self;
        if failed.is_empty() {
            println!("     {heading}: {held} sentences hold");
            return Ok(());
        }
        let (wrong, list) = (failed.len(), failed.join("\n"));
        Err(format!(
            "{heading}: {held} sentences hold, {wrong} do not:\n{list}"
        ))
    }
}
