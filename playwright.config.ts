import { defineConfig } from '@playwright/test'

// scripts/test.mjs finds or installs a browser and says where it is.
const executablePath = process.env['CHROMIUM_PATH']

export default defineConfig({
  testDir: 'e2e',
  // Tests share one demo fleet and two cores; at once, they would slow each other beyond their deadlines.
  workers: 1,
  fullyParallel: false,
  timeout: 240_000,
  expect: {
    timeout: 15_000,
    // The kept pictures. Another Chromium smooths letters otherwise, and rounds half a pixel up: one in a hundred may differ there, and here ten times less.
    toHaveScreenshot: {
      pathTemplate: 'docs/screens/{arg}{ext}',
      threshold: 0.2,
      maxDiffPixelRatio: process.env['CI'] ? 0.01 : 0.001,
    },
  },
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
