#!/usr/bin/env node
// `npm test`: every check there is, from a clean clone on a machine without a browser, and one closing line over all suites.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runChecks } from './check.mjs'
import { ensureChromium } from './find-chromium.mjs'
import { buildParts } from './build.mjs'
import { checkDependencies } from './dependencies.mjs'
import { failedBrowserTests, failedUnitTests } from './failed-tests.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const results = join(root, 'test-results')
const total = { passed: 0, failed: 0 }
const failures = []

function count(name, passed, failed) {
  total.passed += passed
  total.failed += failed
  console.log(`── ${name}: ${passed} passed, ${failed} failed`)
}

/** Runs a suite that writes its counts into a report; a suite without a readable report has failed. */
async function runSuite(name, command, args, report, read, env = {}) {
  console.log(`\n── ${name}`)
  const status = await new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
    child.on('exit', (code) => resolve(code ?? 1))
  })
  const counts = existsSync(report)
    ? read(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, failures: [] }
  failures.push(...counts.failures)
  // A status without a failed test is a crash of the suite itself, and counts as one failure.
  count(name, counts.passed, status !== 0 && counts.failed === 0 ? 1 : counts.failed)
}

/**
 * promtool checks the hub's /metrics page, alerts are sent to a real Alertmanager, and the agent's adapters watch clients of a real
 * PostgreSQL and Redis, which the tests start for themselves. Where Debian's packages of them may be installed they are; where not,
 * the test of the first says that it is left out, and those of the others fail.
 */
function ensureRealPrograms() {
  const wanted = [
    ['promtool', 'prometheus'],
    ['prometheus-alertmanager', 'prometheus-alertmanager'],
    ['redis-server', 'redis-server'],
    ['postgres', 'postgresql'],
  ]
  const absent = wanted.filter(([program]) => !isHere(program)).map(([, name]) => name)
  if (absent.length === 0 || process.getuid?.() !== 0) return
  // A runlevel without services: what is installed is not started, for the tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  spawnSync('apt-get', ['update', '-qq'], { env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...absent], { env })
}

/** Debian keeps PostgreSQL's programs out of the path, a folder for each version. */
function isHere(program) {
  if (program === 'postgres' && existsSync('/usr/lib/postgresql')) return readdirSync('/usr/lib/postgresql').length > 0
  return spawnSync(program, ['--version']).status === 0
}

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
const bin = (name) => join(root, 'node_modules', name)

for (const check of await runChecks()) count(check.name, check.ok ? 1 : 0, check.ok ? 0 : 1)
console.log('\n── dependencies')
const areFine = await checkDependencies()
count('dependencies', areFine ? 1 : 0, areFine ? 0 : 1)
await buildParts()
ensureRealPrograms()
const unitReport = join(results, 'unit.json')
await runSuite(
  'unit and integration',
  process.execPath,
  [bin('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile=${unitReport}`],
  unitReport,
  (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    failures: failedUnitTests(report, root),
  }),
)
await runSuite(
  'browser',
  process.execPath,
  [bin('@playwright/test/cli.js'), 'test'],
  join(results, 'browser.json'),
  (report) => ({
    passed: report.stats.expected,
    failed: report.stats.unexpected + report.stats.flaky,
    failures: failedBrowserTests(report),
  }),
  { CHROMIUM_PATH: await ensureChromium() },
)
if (failures.length > 0) console.log(`\n── what failed\n${failures.join('\n')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)
