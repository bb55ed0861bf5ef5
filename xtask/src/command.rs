//! Running other programs to their end, with a sentence when they fail.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Done;

/// Runs it; what it prints is seen.
pub fn run(command: &mut Command) -> Done {
    let status = command.status().map_err(|why| not_started(command, &why))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed ({status})", shown(command)))
    }
}

/// Runs it; what it prints is seen only if it fails.
pub fn quiet(command: &mut Command) -> Done {
    output(command).map(drop)
}

/// Runs it and answers what it printed; all it printed is seen if it fails.
pub fn output(command: &mut Command) -> Done<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|why| not_started(command, &why))?;
    let printed = String::from_utf8_lossy(&output.stdout);
    if output.status.success() {
        return Ok(printed.into_owned());
    }
    Err(format!(
        "`{}` failed ({})\n{}{}",
        shown(command),
        output.status,
        printed,
        String::from_utf8_lossy(&output.stderr)
    ))
}

/// The program's path, if PATH has it.
pub fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

/// PATH with these folders in front.
pub fn path_with(folders: &[&Path]) -> Done<OsString> {
    let old = env::var_os("PATH").unwrap_or_default();
    let all = folders
        .iter()
        .map(|folder| folder.to_path_buf())
        .chain(env::split_paths(&old));
    env::join_paths(all).map_err(|why| format!("PATH cannot be extended: {why}"))
}

pub fn not_started(command: &Command, why: &std::io::Error) -> String {
    format!("`{}` does not start: {why}", shown(command))
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let mut words = vec![name.to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}
