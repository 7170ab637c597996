/** Tails of Student's t: Wallace's transform to a normal deviate (1959), good to about 1 % of the tail from 3 degrees on. */

export function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z)
  // Chebyshev fit of erfc (Numerical Recipes, 6.2.2): relative error below 1.2e-7 everywhere, far tails included.
  const x = z / Math.SQRT2
  const t = 1 / (1 + 0.5 * x)
  const poly =
    -1.26551223 +
    t *
      (1.00002368 +
        t *
          (0.37409196 +
            t *
              (0.09678418 +
                t *
                  (-0.18628806 +
                    t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))))
  return 0.5 * t * Math.exp(-x * x + poly)
}

/** P(T > t) for Student's t with `degrees` of freedom. */
export function studentUpperTail(t: number, degrees: number): number {
  const size = Math.sqrt(degrees * Math.log1p((t * t) / degrees)) * ((8 * degrees + 1) / (8 * degrees + 3))
  return normalUpperTail(t < 0 ? -size : size)
}

/** ln Γ(n / 2) for whole n from 1 to `most`: exact products of the known values at 1/2 and 1. */
export function logGammaOfHalves(most: number): Float64Array {
  const logs = new Float64Array(most + 1)
  logs[1] = Math.log(Math.PI) / 2
  for (let n = 3; n <= most; n++) logs[n] = (logs[n - 2] as number) + Math.log((n - 2) / 2)
  return logs
}
