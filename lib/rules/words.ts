/** Numbers as a person says them in a reason. */

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 })

/** `1,234`; below ten with its first decimals. */
export function countWords(value: number): string {
  return Math.abs(value) < 10 ? precise.format(value) : grouped.format(value)
}

/** `1.5 GiB`, `212 MiB`, `800 B`. */
export function byteWords(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let scaled = bytes
  let unit = 0
  while (Math.abs(scaled) >= 1_000 && unit < units.length - 1) {
    scaled /= 1_024
    unit++
  }
  return `${precise.format(scaled)} ${units[unit]}`
}

/** `2 min 10 s`, `3 h 10 min`, `2 d 4 h`: the two largest units. */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ]
  const first = parts.findIndex(([amount]) => amount > 0)
  if (first === -1) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}

/** `92 %`. */
export function shareWords(share: number): string {
  return `${Math.round(share * 100)} %`
}
