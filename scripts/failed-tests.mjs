// What failed, told again right before the closing line: whoever reads only the end of a long record still learns which test it was.

/** Lines of one failure are bounded, so that one long difference does not push the others out of sight. */
const MESSAGE_LINES = 12

/** The failures of Vitest's JSON report, each as text: file, title, and the beginning of its message. */
export function failedUnitTests(report, root) {
  return report.testResults.flatMap((file) => {
    const name = file.name.replace(`${root}/`, '')
    const failed = file.assertionResults.filter((test) => test.status === 'failed')
    // A file that could not be loaded has a message and no test.
    if (failed.length === 0 && file.status === 'failed') return [inText(name, '(the file itself)', file.message ?? '')]
    return failed.map((test) => inText(name, test.fullName, test.failureMessages.join('\n')))
  })
}

/** The failures of Playwright's JSON report, each as text: file and line, title, and the beginning of its message. */
export function failedBrowserTests(report) {
  return report.suites.flatMap(specsOf).flatMap((spec) => {
    if (spec.ok) return []
    const errors = spec.tests.flatMap((test) => test.results).flatMap((result) => result.errors ?? [])
    return [inText(`${spec.file}:${spec.line}`, spec.title, errors.map((error) => error.message ?? '').join('\n'))]
  })
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]
}

function inText(where, title, message) {
  const lines = message.split('\n')
  const shown = lines.slice(0, MESSAGE_LINES).map((line) => `    ${line}`)
  if (lines.length > MESSAGE_LINES) shown.push(`    … ${lines.length - MESSAGE_LINES} more lines`)
  return [`✗ ${where} › ${title}`, ...shown].join('\n')
}
