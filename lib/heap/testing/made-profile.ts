/** Profiles written down as stacks: each line is a stack from the outside in, and the bytes alive that its innermost frame allocated. */
export interface MadeStack {
  stack: readonly string[]
  bytes: number
}

interface MadeNode {
  callFrame: { functionName: string; scriptId: string; url: string; lineNumber: number; columnNumber: number }
  selfSize: number
  id: number
  children: MadeNode[]
}

/** A frame is `name url:line`; lines count from 1, as people do. */
export function madeProfile(stacks: readonly MadeStack[]): string {
  let lastId = 0
  const node = (frame: string): MadeNode => {
    const [functionName = '', place = ''] = frame.split(' ')
    const [, url = '', line = '0'] = /^(.*):(\d+)$/u.exec(place) ?? []
    const callFrame = { functionName, scriptId: '1', url, lineNumber: Number(line) - 1, columnNumber: 4 }
    return { callFrame, selfSize: 0, id: (lastId += 1), children: [] }
  }
  const head = node('(root)')
  for (const { stack, bytes } of stacks) {
    let at = head
    for (const frame of stack) {
      const made = node(frame)
      const { functionName, url, lineNumber } = made.callFrame
      const known = at.children.find(
        ({ callFrame: known }) =>
          known.functionName === functionName && known.url === url && known.lineNumber === lineNumber,
      )
      if (known === undefined) at.children.push(made)
      at = known ?? made
    }
    at.selfSize += bytes
  }
  return JSON.stringify({ head, samples: [] })
}
