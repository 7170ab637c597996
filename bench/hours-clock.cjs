// Loaded before a program, and into its threads: its wall clock starts at another time and runs faster. Timers keep their pace.
const [speed, realFromMs, fromMs] = process.env.BENCH_CLOCK.split(',').map(Number)
const realNow = Date.now
Date.now = () => Math.floor(fromMs + (realNow() - realFromMs) * speed)
