import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {LensError} from '../../../src/image/oci/error.ts'
import {writeDurably, writeFailure} from '../../../src/sources/disk/durable-file.ts'
import {failing, never} from '../registry/clients.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerlens-durable-'))
})
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const writing = (path: string) =>
  writeDurably({path, temporary: `${path}.tmp`, shown: path, signal: never}, [Buffer.from('x')])

describe('a file that can not be made', () => {
  it('is told of as such below something that is no folder, though nothing can be removed there either', async () => {
    writeFileSync(join(folder, 'file'), '')
    const failure = await failing(writing(join(folder, 'file', 'below', 'it')))
    expect([failure.kind, failure.message]).toEqual(['not-found', expect.stringContaining(join('file', 'below', 'it'))])
  })

  it('is told of as such where its name is too long', async () => {
    const failure = await failing(writing(join(folder, 'a'.repeat(255))))
    expect([failure.kind, failure.message]).toEqual(['not-found', expect.stringContaining('too long')])
    expect(readdirSync(folder).filter(name => name.startsWith('a'))).toEqual([])
  })
})

describe('what a write fails with', () => {
  it.each(['EFBIG', 'EIO'])('is not told as a failed read: %s', code => {
    const failure = writeFailure('a.tar', Object.assign(new Error('no'), {code}))
    expect(failure).toBeInstanceOf(LensError)
    expect((failure as LensError).message).toBe(`a.tar could not be written: ${code}.`)
  })
})
