/** A page is come to once its own program has taken the place of what its first script drew, which can be read and not used. */
import { expect, type Page, type Response } from '@playwright/test'

const FIRST = '[data-stand]'

export async function visit(page: Page, address: string): Promise<Response | null> {
  const answer = await page.goto(address)
  await expect(page.locator(FIRST)).toHaveCount(0)
  return answer
}
