//! Runs that are killed.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::Random;
use crate::run::finish;
use crate::two::Two;

/// How many runs are killed; `FEEDMILL_KILLS` says otherwise.
fn kills() -> u64 {
    std::env::var("FEEDMILL_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000)
}

#[test]
#[ignore = "takes seven minutes"]
fn killed_at_random() {
    let two = Two::new(40);
    // How long a run takes that publishes.
    two.collect(0);
    let started = Instant::now();
    assert_eq!(finish(two.build()).code, 0);
    let whole = started.elapsed();
    let mut random = Random(7);
    let (mut complaints, mut runs, mut killed, mut state) = (Vec::new(), 0, 0, 0);
    let mut was_killed = false;
    while killed < kills() {
        let n = runs;
        runs += 1;
        // What a run has finished is nothing to do for the next.
        if n % 3 == 0 || !was_killed {
            state = 1 - state;
            two.collect(state);
        }
        let mut run = two.build().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let most = u64::try_from(whole.as_micros()).unwrap() * 5 / 4;
        std::thread::sleep(Duration::from_micros(random.below(most)));
        was_killed = run.try_wait().unwrap().is_none();
        killed += u64::from(was_killed);
        run.kill().unwrap();
        run.wait().unwrap();
        complaints.extend(two.complaints().into_iter().map(|complaint| format!("kill {n}: {complaint}")));
        if n % 10 == 9 {
            complaints.extend(two.differences(state).into_iter().map(|complaint| format!("after {n}: {complaint}")));
        }
        assert!(complaints.len() < 20, "{complaints:#?}");
    }
    println!(
        "{runs} runs of about {whole:.0?}, {killed} of them killed before their end: {} complaints",
        complaints.len()
    );
    assert!(complaints.is_empty(), "{complaints:#?}");
}
