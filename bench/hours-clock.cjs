// Loaded before a program, and into its threads: its wall clock starts at another time and runs faster, and so does what it
// does once in a while. What it waits for (an answer, a disk) keeps its pace.
const [speed, realFromMs, fromMs] = process.env.BENCH_CLOCK.split(',').map(Number)
const LEAST_MS = 100
const realNow = Date.now
Date.now = () => Math.floor(fromMs + (realNow() - realFromMs) * speed)
// When it began, as what reports itself tells it: else a life is younger than its frames.
const beganMs = fromMs + (performance.timeOrigin - realFromMs) * speed
Object.defineProperty(performance, 'timeOrigin', { value: beganMs })
const realInterval = globalThis.setInterval
globalThis.setInterval = (step, everyMs, ...args) =>
  realInterval(step, everyMs > LEAST_MS ? Math.max(LEAST_MS, everyMs / speed) : everyMs, ...args)
