/** The faults of the small HTTP server: each has it do without one bound. */
export const SERVER_FAULTS = {
  'accept-loop': 'connections have no limit below the open files, and a full table of them stops the loop that accepts',
  'half-kept': 'requests that were half sent are kept for ever',
  'eager-handler': 'a handler is started before the headers of its request were checked',
  'children-kept': 'processes are not tied to the client that they work for',
  'query-keys': 'pages are kept under whatever a query string says',
  'no-limit': 'connections have neither a limit nor an end when nothing comes',
} as const
export type ServerFault = keyof typeof SERVER_FAULTS

export function isServerFault(name: string): name is ServerFault {
  return Object.hasOwn(SERVER_FAULTS, name)
}
