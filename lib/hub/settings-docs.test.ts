/** `docs/settings.md` and `docs/settings.schema.json` are made of the table that checks the file. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import { expect, it } from 'vitest'
import { settingsOrders, settingsSchema, settingsTables } from './settings-docs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** As `npm run format` leaves it. */
const formatted = (text: string, parser: string) => format(text, { parser, printWidth: 120, proseWrap: 'preserve' })

it('docs/settings.schema.json is the schema of the settings file (made anew by `vitest run lib/hub/settings-docs -u`)', async () => {
  const schema = await formatted(JSON.stringify(settingsSchema()), 'json')
  await expect(schema).toMatchFileSnapshot(`${ROOT}/docs/settings.schema.json`)
})

it('docs/settings.md lists every setting with its default, unit and range, and every order', async () => {
  const page = readFileSync(`${ROOT}/docs/settings.md`, 'utf8')
  const before = page.slice(0, page.indexOf('## Every setting'))
  const made = `## Every setting\n\n${settingsTables()}\n\n## What must fit together\n\n${settingsOrders()}\n`
  await expect(await formatted(before + made, 'markdown')).toMatchFileSnapshot(`${ROOT}/docs/settings.md`)
})
