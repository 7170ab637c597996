/** The decoder of `hello` and `series`: who speaks, and what its numbers are. */
import type { Hello, LifeDescription, ProcessLimits, SeriesDeclaration } from './agent-wire'
import { accept, type Decoded, isOneOf, isRecord, refuse, show, textFault, timeFault } from './checks'
import { LIMITS } from './limits'
import { shareDeclarations } from './shared-declarations'
import { COMMAND_NAMES, type CommandName, PROTOCOL_VERSION, SERIES_KINDS, UNITS } from './vocabulary'

const SERIES_NAME = /^[A-Za-z][A-Za-z0-9_.:/-]*$/

/** `nowMs` is the hub's clock, against which the target's is held. */
export function decodeHello(input: unknown, nowMs: number): Decoded<Hello> {
  if (!isRecord(input)) return refuse('bad_hello', `hello must be one object; ${show(input)} came.`)
  if (input['protocol'] !== PROTOCOL_VERSION) {
    return refuse(
      'unsupported_protocol',
      `this hub speaks protocol ${PROTOCOL_VERSION}; hello.protocol is ${show(input['protocol'])}: update the older of the two.`,
    )
  }
  const life = decodeLife(input['process'], nowMs)
  if (!life.ok) return life
  const series = decodeDeclarations('hello.series', input['series'], new Set())
  if (!series.ok) return series
  const commands = decodeCommands(input['commands'])
  if (!commands.ok) return commands
  const hello: Hello = { protocol: PROTOCOL_VERSION, process: life.value, series: series.value }
  if (commands.value) hello.commands = commands.value
  return accept(hello)
}

/** A newer agent can do what this hub does not know: those words are left out. */
function decodeCommands(input: unknown): Decoded<CommandName[] | null> {
  if (input == null) return accept(null)
  if (!Array.isArray(input)) return refuse('bad_hello', `hello.commands must be a list; ${show(input)} came.`)
  return accept(COMMAND_NAMES.filter((name) => input.includes(name)))
}

/** `declared` holds the names that this life has already. */
export function decodeSeries(input: unknown, declared: ReadonlySet<string>): Decoded<readonly SeriesDeclaration[]> {
  if (!isRecord(input)) return refuse('bad_hello', `series must be one object; ${show(input)} came.`)
  return decodeDeclarations('series', input['series'], declared)
}

function decodeLife(input: unknown, nowMs: number): Decoded<LifeDescription> {
  if (!isRecord(input)) return refuse('bad_hello', `hello.process must be an object; ${show(input)} came.`)
  const { service, instance, boot, pid, host, runtime, startedAtMs, version } = input
  for (const [name, value] of Object.entries({ service, instance, boot, host, runtime })) {
    const fault = textFault(`hello.process.${name}`, value, LIMITS.textChars)
    if (fault) return refuse('bad_hello', fault)
  }
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 0) {
    return refuse('bad_hello', `hello.process.pid must be a whole number from 0; ${show(pid)} came.`)
  }
  const timeWrong = timeFault('hello.process.startedAtMs', startedAtMs, nowMs)
  if (timeWrong) return refuse('bad_hello', timeWrong)
  const life = { service, instance, boot, pid, host, runtime, startedAtMs } as LifeDescription
  if (version != null) {
    const fault = textFault('hello.process.version', version, LIMITS.textChars)
    if (fault) return refuse('bad_hello', fault)
    life.version = version as string
  }
  const labels = decodeLabels(input['labels'])
  if (!labels.ok) return labels
  if (labels.value) life.labels = labels.value
  const limits = decodeLimits(input['limits'])
  if (!limits.ok) return limits
  if (limits.value) life.limits = limits.value
  return accept(life)
}

function decodeLabels(input: unknown): Decoded<Record<string, string> | null> {
  if (input == null) return accept(null)
  if (!isRecord(input)) return refuse('bad_hello', `hello.process.labels must be an object; ${show(input)} came.`)
  const entries = Object.entries(input)
  if (entries.length > LIMITS.labelsPerProcess) {
    return refuse(
      'bad_hello',
      `hello.process.labels has ${entries.length} labels; at most ${LIMITS.labelsPerProcess} are kept.`,
    )
  }
  for (const [key, value] of entries) {
    const fault =
      textFault('a name in hello.process.labels', key, LIMITS.textChars) ??
      textFault(`hello.process.labels[${show(key)}]`, value, LIMITS.textChars, true)
    if (fault) return refuse('bad_hello', fault)
  }
  return accept(Object.fromEntries(entries) as Record<string, string>)
}

function decodeLimits(input: unknown): Decoded<ProcessLimits | null> {
  if (input == null) return accept(null)
  if (!isRecord(input)) return refuse('bad_hello', `hello.process.limits must be an object; ${show(input)} came.`)
  const limits: ProcessLimits = {}
  for (const name of ['heapBytes', 'memoryBytes'] as const) {
    const value = input[name]
    if (value == null) continue
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
      return refuse('bad_hello', `hello.process.limits.${name} must be a number of bytes above 0; ${show(value)} came.`)
    }
    limits[name] = value
  }
  return accept(limits)
}

function decodeDeclarations(
  where: string,
  input: unknown,
  declared: ReadonlySet<string>,
): Decoded<readonly SeriesDeclaration[]> {
  if (!Array.isArray(input)) return refuse('bad_hello', `${where} must be a list; ${show(input)} came.`)
  const total = declared.size + input.length
  if (total > LIMITS.seriesPerProcess) {
    return refuse(
      'too_many_series',
      `${where} would make ${total} series of this process; at most ${LIMITS.seriesPerProcess} are taken.`,
    )
  }
  const names = new Set(declared)
  const series: SeriesDeclaration[] = []
  for (const [index, item] of input.entries()) {
    const one = decodeDeclaration(`${where}[${index}]`, item)
    if (!one.ok) return one
    if (names.has(one.value.name)) {
      return refuse('bad_hello', `${where}[${index}] declares ${show(one.value.name)} a second time; leave one out.`)
    }
    names.add(one.value.name)
    series.push(one.value)
  }
  return accept(shareDeclarations(series))
}

function decodeDeclaration(where: string, input: unknown): Decoded<SeriesDeclaration> {
  if (!isRecord(input)) return refuse('bad_hello', `${where} must be an object; ${show(input)} came.`)
  const { name, kind, unit, max, matches, help } = input
  const nameWrong = seriesNameFault(`${where}.name`, name)
  if (nameWrong) return refuse('bad_hello', nameWrong)
  if (!isOneOf(SERIES_KINDS, kind)) {
    return refuse('bad_hello', `${where}.kind is ${show(kind)}; it must be one of ${SERIES_KINDS.join(', ')}.`)
  }
  if (!isOneOf(UNITS, unit)) {
    return refuse('bad_hello', `${where}.unit is ${show(unit)}; it must be one of ${UNITS.join(', ')}.`)
  }
  const series: SeriesDeclaration = { name: name as string, kind, unit }
  if (max != null) {
    if (typeof max !== 'number' || !Number.isFinite(max) || max <= 0) {
      return refuse('bad_hello', `${where}.max must be a number above 0; ${show(max)} came.`)
    }
    series.max = max
  }
  if (matches != null) {
    const fault = seriesNameFault(`${where}.matches`, matches)
    if (fault) return refuse('bad_hello', fault)
    series.matches = matches as string
  }
  if (help != null) {
    const fault = textFault(`${where}.help`, help, LIMITS.helpChars, true)
    if (fault) return refuse('bad_hello', fault)
    series.help = help as string
  }
  return accept(series)
}

function seriesNameFault(where: string, value: unknown): string | null {
  if (typeof value === 'string' && value.length <= LIMITS.seriesNameChars && SERIES_NAME.test(value)) return null
  return `${where} is ${show(value)}; a name is a letter, then letters, digits and _ . : / -, at most ${LIMITS.seriesNameChars} characters.`
}
