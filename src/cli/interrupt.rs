//! Ctrl-C: what stands published is said, and the command dies of the signal, as its shell expects.
//!
//! Nothing is cleaned up: a run may be killed at any moment, and the next one finishes what it began. A second Ctrl-C ends the command at once,
//! if the message cannot be written. Where a shell has told the command to ignore the signal (`nohup`, jobs in the background of a
//! script), it does. On other systems than Unix a command dies without a word.

/// Says this if the command is interrupted from now on.
#[cfg(unix)]
pub(super) fn say(message: &'static str) {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use signal_hook::consts::SIGINT;
    use signal_hook::{flag, iterator::Signals, low_level};

    if is_ignored() {
        return;
    }
    let is_second = Arc::new(AtomicBool::new(false));
    // In this order: the first signal finds the flag down and raises it.
    let catch = || -> std::io::Result<Signals> {
        flag::register_conditional_default(SIGINT, Arc::clone(&is_second))?;
        flag::register(SIGINT, Arc::clone(&is_second))?;
        Signals::new([SIGINT])
    };
    // What cannot be caught does what it always does.
    let Ok(mut signals) = catch() else { return };
    let wait = move || {
        if signals.forever().next().is_some() {
            let _erased = super::progress::erase();
            super::colour::note(message);
            let _ = low_level::emulate_default_handler(SIGINT);
        }
    };
    let _ = std::thread::Builder::new().spawn(wait);
}

#[cfg(not(unix))]
pub(super) fn say(_: &'static str) {}

/// Whether whoever started the command wants it to ignore Ctrl-C; known on Linux only.
#[cfg(unix)]
fn is_ignored() -> bool {
    const MASK: u64 = 1 << (signal_hook::consts::SIGINT - 1);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & MASK != 0)
}
