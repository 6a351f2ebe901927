//! What bad input costs in time: for texts of shapes that no gazette has (`tests/hostile`), the processor time of each step for a
//! text and for one eight times as long, as a ratio of the two in one run. Linear work takes eight times as long, quadratic
//! 64 times. Prints each shape's most costly step and every ratio that is no longer in proportion; exits with 1 if there is one.

#[path = "../tests/hostile/mod.rs"]
mod hostile;

use std::process::ExitCode;
use std::time::Duration;

use hostile::SHAPES;
use hostile::cost::{SHORT, Step, TIMES, steps};
use hostile::weight::weight;

/// Between linear and quadratic.
const MOST: f64 = 24.0;
/// Less than this is too little to be told from what the machine does besides.
const LEAST: Duration = Duration::from_millis(2);

fn main() -> ExitCode {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let ratio = |(short, long): &(Step, Step)| long.1.time.as_secs_f64() / short.1.time.as_secs_f64().max(1e-6);
    let mut wrong = 0;
    for (name, shape) in SHAPES {
        let (short, long) = (shape(SHORT), shape(SHORT * TIMES));
        let run = || -> Vec<(Step, Step)> {
            let (short, long) = (pool.install(|| steps(&short)), pool.install(|| steps(&long)));
            short.into_iter().zip(long).collect()
        };
        let mut pairs = run();
        // A time that something else disturbed is measured again.
        for ((less, more), (less_again, more_again)) in pairs.iter_mut().zip(run()) {
            less.1.time = less.1.time.min(less_again.1.time);
            more.1.time = more.1.time.min(more_again.1.time);
        }
        let costly = pairs.iter().max_by_key(|(_, long)| long.1.time).into_iter();
        let out = |pair: &&(Step, Step)| pair.1.1.time > LEAST && ratio(pair) > MOST;
        wrong += pairs.iter().filter(out).count();
        for pair in costly.chain(pairs.iter().filter(out)) {
            let (step, cost, _) = pair.1;
            let a_megabyte = cost.time.as_secs_f64() * 1e9 / weight(&long) as f64;
            let (in_use, all) = (cost.peak / weight(&long), cost.total / weight(&long));
            println!(
                "{name}, {step}: {a_megabyte:.0} ms a MB, {:.1} times as long for {TIMES} times the text; {in_use} times the text in \
                 use, {all} allocated in all",
                ratio(pair)
            );
        }
    }
    if wrong > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
