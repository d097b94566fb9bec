//! What the figures were measured on.

use std::fs;

/// One sentence: cores, processor, memory, kernel, day, version.
pub(crate) fn line() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown CPU".into());
    let processor = processor.replace("(R)", "").replace("(TM)", "");
    let memory = field("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split(' ').next()?.parse::<u64>().ok())
        .map_or(0, |kib| kib / 1024 / 1024);
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    // What follows is the distribution's own name for its build.
    let kernel = release.trim().split(['-', '+']).next().unwrap_or_default();
    let day = jiff::Zoned::now().strftime("%Y-%m-%d");
    format!(
        "Machine: {cores} × {processor}, {memory} GiB, Linux {kernel}; {day}, version {}.",
        env!("CARGO_PKG_VERSION"),
    )
}

/// The value of the first line `key : value` of a file.
fn field(path: &str, key: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
