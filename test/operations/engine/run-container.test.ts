import {describe, expect, it} from 'vitest'
import {HeldRefusal} from '../../../src/operations/engine/held-refusal.ts'
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

describe('what a client says of a container that it did not run', () => {
  function heard(pieces: readonly string[], failed: boolean): string {
    let written = ''
    const held = new HeldRefusal(
      bytes => {
        written += bytes.toString()
      },
      line => (/taken/.test(line) ? 'better words\n' : null),
    )
    for (const piece of pieces) held.hear(Buffer.from(piece))
    written += '|'
    held.end(failed)
    return written
  }

  it.each<[readonly string[], boolean, string]>([
    [["docker: taken\n\nRun 'docker run --help' for more\n"], true, '|better words\n'],
    [['pulled\ndoc', 'ker: ', 'taken\n'], true, 'pulled\n|better words\n'],
    [['Error: taken\n'], false, '|Error: taken\n'],
    [['Error: taken\n', 'and on\n'], true, 'Error: taken\nand on\n|'],
    [['Error: else\n'], true, 'Error: else\n|'],
    [['Password: '], true, 'Password: |'],
    [['Err', 'and so on é'], true, 'Errand so on é|'],
    [['a Error: taken\n'], true, 'a Error: taken\n|'],
    [['a ', 'Error: taken\n'], true, 'a Error: taken\n|'],
    [['Error: cut off'], true, '|Error: cut off'],
  ])('%j, %s: %j', (pieces, failed, expected) => expect(heard(pieces, failed)).toBe(expected))
})
