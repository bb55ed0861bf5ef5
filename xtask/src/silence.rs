//! Takes the words out of a module.
//!
//! A module that fails traps, and whoever called it says so; nobody ever reads
//! what Rust would have printed. The linker keeps it all the same: paths of
//! source files, and in a module with the standard library the machinery that
//! formats numbers into messages, a third of the module.

use std::collections::BTreeSet;

use walrus::ir::{Const, Load, Store, Value, Visitor};
use walrus::{
    ConstExpr, Data, DataKind, FunctionBuilder, FunctionId, FunctionKind, Module, ModuleConfig,
    ValType,
};

use crate::Done;

/// The same module without words.
pub fn silence(wasm: &[u8]) -> Done<Vec<u8>> {
    let mut module = ModuleConfig::new()
        .parse(wasm)
        .map_err(|why| format!("no module: {why}"))?;
    let named = addresses(&module);
    let talkative: Vec<(FunctionId, Silent)> = module
        .funcs
        .iter_local()
        .filter_map(|(id, _)| {
            let name = module.funcs.get(id).name.as_deref()?;
            Some((id, Silent::of(name)?))
        })
        .collect();
    for (id, silent) in talkative {
        replace(&mut module, id, silent);
    }
    walrus::passes::gc::run(&mut module);
    let alive = addresses(&module);
    let segments: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    for segment in segments {
        let data = module.data.get_mut(segment);
        let start = start(data);
        blank(&mut data.value);
        if let Some(start) = start {
            forget(&mut data.value, start, &named, &alive);
        }
    }
    Ok(module.emit_wasm())
}

/// Every number in the code that may be an address.
fn addresses(module: &Module) -> BTreeSet<u32> {
    struct Numbers(BTreeSet<u32>);
    impl<'a> Visitor<'a> for Numbers {
        fn visit_const(&mut self, instruction: &Const) {
            if let Value::I32(number) = instruction.value {
                self.0.insert(number.cast_unsigned());
            }
        }
        fn visit_load(&mut self, load: &Load) {
            self.0.insert(u32::try_from(load.arg.offset).unwrap_or(0));
        }
        fn visit_store(&mut self, store: &Store) {
            self.0.insert(u32::try_from(store.arg.offset).unwrap_or(0));
        }
    }
    let mut numbers = Numbers(BTreeSet::new());
    for (_, function) in module.funcs.iter_local() {
        walrus::ir::dfs_in_order(&mut numbers, function, function.entry_block());
    }
    numbers.0
}

fn start(data: &Data) -> Option<u32> {
    match &data.kind {
        DataKind::Active {
            offset: ConstExpr::Value(Value::I32(start)),
            ..
        } => Some(start.cast_unsigned()),
        _ => None,
    }
}

/// Overwrites with zeros what only silenced functions named: from an address
/// that nobody names any more to the next that anybody ever named.
fn forget(data: &mut [u8], start: u32, named: &BTreeSet<u32>, alive: &BTreeSet<u32>) {
    let end = start + u32::try_from(data.len()).unwrap_or(0);
    let inner: BTreeSet<u32> = data
        .chunks_exact(4)
        .filter_map(|word| Some(u32::from_le_bytes(word.try_into().ok()?)))
        .filter(|word| (start..end).contains(word))
        .collect();
    for address in named.range(start..end) {
        if alive.contains(address) || inner.contains(address) {
            continue;
        }
        let next = |set: &BTreeSet<u32>| set.range(address + 1..end).next().copied();
        let until = [next(named), next(alive), next(&inner)];
        let until = until.into_iter().flatten().min().unwrap_or(end);
        let range = (address - start) as usize..(until - start) as usize;
        data[range].fill(0);
    }
}

/// What a function that only has words to make does instead.
#[derive(Clone, Copy)]
enum Silent {
    /// It says that all went well, and wrote nothing.
    Nothing,
    /// It was the way to a panic.
    Trap,
}

impl Silent {
    fn of(name: &str) -> Option<Self> {
        let name = without_hashes(name);
        let is = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if is(&PANICS) {
            Some(Self::Trap)
        } else if is(&FORMATS) {
            Some(Self::Nothing)
        } else {
            None
        }
    }
}

fn replace(module: &mut Module, id: FunctionId, silent: Silent) {
    let ty = module.funcs.get(id).ty();
    let (params, results) = module.types.params_results(ty);
    let (params, results) = (params.to_vec(), results.to_vec());
    let arguments = params.iter().map(|ty| module.locals.add(*ty)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    let mut body = builder.func_body();
    match silent {
        Silent::Trap => {
            body.unreachable();
        }
        Silent::Nothing => {
            for result in &results {
                match result {
                    ValType::I64 => body.const_(Value::I64(0)),
                    ValType::F32 => body.const_(Value::F32(0.0)),
                    ValType::F64 => body.const_(Value::F64(0.0)),
                    _ => body.const_(Value::I32(0)),
                };
            }
        }
    }
    let function = builder.local_func(arguments);
    module.funcs.get_mut(id).kind = FunctionKind::Local(function);
}

/// `core[0123456789abcdef]::fmt` is `core::fmt`.
fn without_hashes(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for (index, part) in name.split('[').enumerate() {
        let rest = part.split_once(']').filter(|(hash, _)| {
            index > 0 && hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        match rest {
            Some((_, rest)) => plain.push_str(rest),
            None => {
                if index > 0 {
                    plain.push('[');
                }
                plain.push_str(part);
            }
        }
    }
    plain
}

/// Overwrites with zeros, which take no room on the wire, what only messages
/// of panics would have shown.
fn blank(data: &mut [u8]) {
    for words in WORDS {
        while let Some(at) = find(data, words) {
            data[at..at + words.len()].fill(0);
        }
    }
    let mut from = 0;
    while let Some(end) = find(&data[from..], b".rs").map(|at| from + at + 3) {
        let start = data[from..end]
            .iter()
            .rposition(|byte| !(byte.is_ascii_alphanumeric() || b"_./-".contains(byte)))
            .map_or(from, |at| from + at + 1);
        let path = FOLDERS
            .iter()
            .filter_map(|folder| find(&data[start..end], folder))
            .min();
        if let Some(at) = path {
            data[start + at..end].fill(0);
        }
        from = end;
    }
}

fn find(data: &[u8], words: &[u8]) -> Option<usize> {
    data.windows(words.len()).position(|window| window == words)
}

/// Where the paths of source files begin.
const FOLDERS: [&[u8]; 5] = [
    b"/rustc/",
    b"/cargo/",
    b"/fetch-with-auth/",
    b"library/",
    b"src/",
];

const WORDS: [&[u8]; 8] = [
    b"memory allocation of ",
    b" bytes failed",
    b"capacity overflow",
    b"`async fn` resumed after completion",
    b"`async fn` resumed after panicking",
    b"already borrowed",
    b"already mutably borrowed",
    // Two digits at a time, for integers in messages.
    b"0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
      5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899",
];

const PANICS: [&str; 8] = [
    "core::panicking::",
    "std::panicking::",
    "core::panic::",
    "wasm_bindgen::throw_str",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
    "core::option::expect_failed",
];

const FORMATS: [&str; 6] = [
    "core::unicode::printable",
    "core::fmt::",
    "core::num::flt2dec::",
    "core::num::bignum::",
    "escape_debug_ext",
    "alloc::fmt::format",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_words_of_panics_are_blanked_and_nothing_else() {
        let mut data = b"refresh_tokensrc/flow.rs\x01capacity overflowvisitor/rustc/0a/library/core/src/str.rsexpired".to_vec();
        blank(&mut data);
        let told: String = data
            .iter()
            .filter(|byte| byte.is_ascii_graphic())
            .map(|byte| char::from(*byte))
            .collect();
        assert_eq!(told, "refresh_tokenvisitorexpired");
        assert_eq!(data.len(), 89);
    }

    #[test]
    fn hashes_of_crates_are_no_part_of_a_name() {
        assert_eq!(
            without_hashes("<f64 as core[c5930c85a12de822]::fmt::Display>::fmt"),
            "<f64 as core::fmt::Display>::fmt"
        );
        assert_eq!(without_hashes("<[u8] as a::B>::c"), "<[u8] as a::B>::c");
    }
}
