//! `cargo xtask <command>`: everything one does with this project.

fn main() {
    println!("cargo xtask: not written yet");
}
