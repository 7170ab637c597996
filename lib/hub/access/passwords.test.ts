import { expect, it } from 'vitest'
import { Passwords, TooManyWait } from './passwords'

it('a password is kept as scrypt with a salt of its own, and told right from wrong', async () => {
  const passwords = new Passwords()
  const [one, two] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')]
  expect(one).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$/u)
  expect(one).not.toBe(two)
  expect(await passwords.isRight('correct horse', one)).toBe(true)
  expect(await passwords.isRight('correct horsf', one)).toBe(false)
  // What looks the same on a keyboard is the same: é as one character or as two.
  expect(await passwords.isRight('café au lait', await passwords.hash('cafe\u0301 au lait'))).toBe(true)
})

it('nobody’s password is never right, and what is no hash is none', async () => {
  const passwords = new Passwords()
  expect(await passwords.isRight('', null)).toBe(false)
  expect(await passwords.isRight('x', 'x')).toBe(false)
  expect(await passwords.isRight('x', '$scrypt$ln=14,r=8,p=5$AAAA$')).toBe(false)
})

it('while it hashes the loop turns, and what would wait behind more than thirty is sent away', async () => {
  const passwords = new Passwords()
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const first = passwords.hash('a')
  await first
  clearInterval(timer)
  expect(turns).toBeGreaterThan(3)
  // Cheap ones: it is the waiting that is counted.
  const cheap = '$scrypt$ln=1,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
  const tries = await Promise.allSettled(Array.from({ length: 40 }, () => passwords.isRight('a', cheap)))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(30)
  expect(tries.filter((one) => one.status === 'rejected' && one.reason instanceof TooManyWait)).toHaveLength(10)
  expect(await passwords.isRight('a', cheap)).toBe(false)
})
