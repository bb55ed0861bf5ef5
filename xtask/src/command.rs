//! Running other programs to their end, with a sentence when they fail.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};

/// Runs it; what it prints is seen.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|why| not_started(command, &why))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed ({status})", shown(command)))
    }
}

/// Runs tests, seen as they go, and counts by their closing lines. Having run none is a failure.
pub fn run_tests(command: &mut Command) -> Result<(), String> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|why| not_started(command, &why))?;
    let mut passed = 0;
    for line in child.stdout.take().into_iter().flat_map(lines) {
        println!("{line}");
        passed += passed_in(&line);
    }
    let status = child.wait().map_err(|why| not_started(command, &why))?;
    if !status.success() {
        return Err(format!("`{}` failed ({status})", shown(command)));
    }
    if passed == 0 {
        return Err(format!("`{}` ran no test", shown(command)));
    }
    println!("{passed} tests passed");
    Ok(())
}

/// Runs it; what it prints is seen only if it fails.
pub fn run_captured(command: &mut Command) -> Result<(), String> {
    output(command).map(drop)
}

/// Runs it and returns what it printed; all it printed is seen if it fails.
pub fn output(command: &mut Command) -> Result<String, String> {
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
pub fn path_with(folders: &[&Path]) -> Result<OsString, String> {
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

fn lines(stdout: ChildStdout) -> impl Iterator<Item = String> {
    BufReader::new(stdout)
        .split(b'\n')
        .map_while(Result::ok)
        .map(|line| String::from_utf8_lossy(&line).into_owned())
}

/// `test result: ok. 12 passed; ...`, which all our runners print.
fn passed_in(line: &str) -> u32 {
    line.strip_prefix("test result: ok. ")
        .and_then(|rest| rest.split_once(" passed"))
        .and_then(|(count, _)| count.parse().ok())
        .unwrap_or(0)
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

#[cfg(test)]
mod tests {
    use super::passed_in;

    #[test]
    fn closing_lines_are_counted() {
        let line = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 filtered out";
        assert_eq!(passed_in(line), 12);
        assert_eq!(passed_in("test result: FAILED. 12 passed; 1 failed"), 0);
        assert_eq!(passed_in("test a_name ... ok"), 0);
    }
}
