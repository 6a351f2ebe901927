//! What bad input costs in memory: for texts of shapes that no gazette has, each step has no more in use than a multiple of the
//! text, and what it allocates grows as the text does. Both are counted by the allocator, so nothing else on the machine
//! decides. `cargo test --test growth -- --nocapture` prints each shape with each step; what they cost in time is
//! `cargo bench --bench growth`.

mod hostile;

use hostile::SHAPES;
use hostile::cost::{SHORT, TIMES, steps};
use hostile::weight::weight;

/// What allocates more than this for the longer text is no longer in proportion: quadratic work would be 64 times as much.
const MOST: f64 = 24.0;
/// Bytes allocated: a buffer or two are no measure.
const LEAST: usize = 1 << 20;

#[test]
fn memory_stays_in_proportion() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let mut wrong = Vec::new();
    for (name, shape) in SHAPES {
        let (short, long) = (shape(SHORT), shape(SHORT * TIMES));
        let (short_steps, long_steps) = (pool.install(|| steps(&short)), pool.install(|| steps(&long)));
        for ((_, less, _), (step, cost, most)) in short_steps.iter().zip(&long_steps) {
            let in_use = cost.peak as f64 / weight(&long) as f64;
            let grown = cost.total as f64 / less.total.max(1) as f64;
            let said = format!(
                "{name}, {step}: {in_use:.1} times the text in use, {grown:.1} times as much allocated for {TIMES} times the text"
            );
            println!("{said}; {} ms", cost.time.as_millis());
            if in_use > *most as f64 || cost.total > LEAST && grown > MOST {
                wrong.push(said);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
