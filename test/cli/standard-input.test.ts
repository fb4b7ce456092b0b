import {readFileSync} from 'node:fs'
import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import type {InspectDocument} from '../../src/cli/format/inspect-json.ts'
import {DEMO, layerlens} from './program.ts'

const archive = readFileSync(DEMO)

describe('an archive on standard input', () => {
  it.each([
    ['as it is', archive],
    ['compressed', gzipSync(archive)],
  ])('is read %s', async (_, input) => {
    const {code, stdout} = await layerlens(['inspect', '--json', '-'], {input})
    const document = JSON.parse(stdout) as InspectDocument
    expect(code).toBe(0)
    expect(document).toMatchObject({tags: ['shop/tea:1.4'], complete: true})
    expect(document.layers).toHaveLength(10)
  })

  it('is refused in a sentence where nothing comes, or something else', async () => {
    for (const input of [new Uint8Array(0), Buffer.from('<html>no</html>')]) {
      const {code, stdout, stderr} = await layerlens(['inspect', '-'], {input})
      expect({code, stdout}).toEqual({code: 2, stdout: ''})
      expect(stderr.trim().split('\n').length).toBeGreaterThanOrEqual(2)
      expect(stderr).not.toMatch(/\n\s+at /)
    }
  })
})
