/** A disk that is soon full, and can be given room: a file system of its own where this user may mount one, else a limit on files. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOM_BYTES = 1_000_000_000

export interface SmallDisk {
  kind: string
  folder: string
  /** The command line that runs a program under the limit. */
  limited(command: string, args: readonly string[]): string[]
  /** Makes room; a program that runs may feel it only after its next start. */
  grow(): void
  end(): void
}

export function smallDisk(bytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-small-disk-'))
  try {
    mount(`size=${bytes}`, folder)
  } catch {
    return limitedFiles(folder, bytes)
  }
  return {
    kind: `a file system of ${bytes / 1e6} MB`,
    folder,
    limited: (command, args) => [command, ...args],
    grow: () => mount(`remount,size=${ROOM_BYTES}`, folder),
    end: () => {
      execFileSync('umount', [folder])
      rmSync(folder, { recursive: true })
    },
  }
}

function mount(options: string, folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' })
}

/** No file may be longer; a shell's unit is 512 bytes. */
function limitedFiles(folder: string, bytes: number): SmallDisk {
  let isLimited = true
  return {
    kind: `files of at most ${bytes / 2e6} MB`,
    folder,
    limited: (command, args) =>
      isLimited
        ? ['sh', '-c', `ulimit -f ${Math.floor(bytes / 2 / 512)}; exec "$0" "$@"`, command, ...args]
        : [command, ...args],
    grow: () => {
      isLimited = false
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  }
}
