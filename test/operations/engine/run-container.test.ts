import {expect, it} from 'vitest'
import {runWithTerminal} from '../../../src/operations/engine/run-container.ts'

it.each([
  ['exit 0', 0],
  ['exit 3', 3],
  ['kill -KILL $$', 128 + 9],
  ['kill -TERM $$', 128 + 15],
  ['kill -HUP $$', 128 + 1],
  ['kill -SEGV $$', 128 + 11],
])('what ends by `%s` is told as a shell tells it', async (script, code) => {
  expect(await runWithTerminal(['sh', '-c', script])).toBe(code)
})

it('a program that is not there is told of', async () => {
  await expect(runWithTerminal(['no-such-program-anywhere'])).rejects.toMatchObject({kind: 'not-found'})
})
