/** What a check found. */
export interface Finding {
  /** `fault`: it stands in the way; `warning`: it works, and may not for long. */
  state: 'ok' | 'warning' | 'fault'
  name: string
  text: string
  /** What to do about it. */
  todo?: string
}

export function ok(name: string, text: string): Finding {
  return { state: 'ok', name, text }
}

export function warning(name: string, text: string, todo: string): Finding {
  return { state: 'warning', name, text, todo }
}

export function fault(name: string, text: string, todo: string): Finding {
  return { state: 'fault', name, text, todo }
}
