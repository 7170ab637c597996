// Where a Chromium is: an explicit path, Playwright's own, the system's; and, where there is none, how to get one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
}

/** The path of a Chromium, or `null`. `CHROMIUM_PATH` that points nowhere is an error, not a reason to take another. */
export async function findChromium() {
  const explicit = process.env.CHROMIUM_PATH
  if (explicit) {
    if (existsSync(explicit)) return explicit
    throw new Error(`CHROMIUM_PATH is ${explicit}, and no file is there; correct it or leave it unset.`)
  }
  const { chromium } = await import('@playwright/test')
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  for (const name of SYSTEM_NAMES) {
    const found = onPath(name)
    if (found) return found
  }
  return null
}

/** Finds a Chromium or installs one: Debian's package where we may, else Playwright's own build. */
export async function ensureChromium(say = console.error) {
  const found = await findChromium()
  if (found) return found
  const isRoot = process.getuid?.() === 0
  if (isRoot && onPath('apt-get')) {
    say('no Chromium here: installing the chromium package')
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', 'chromium'])
  } else {
    say("no Chromium here: installing Playwright's")
    run(process.execPath, [join('node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium'])
  }
  const installed = await findChromium()
  if (!installed) throw new Error('no Chromium was found or could be installed; set CHROMIUM_PATH to one.')
  return installed
}

function run(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const done = spawnSync(command, args, { env, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${done.stderr || done.error?.message}`)
}
