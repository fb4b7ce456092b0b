import {createReadStream, writeFileSync} from 'node:fs'
import {Readable} from 'node:stream'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {digestOf} from '../../../src/image/oci/content-digest.ts'
import {OciArchiveDestination} from '../../../src/sources/archive/oci-archive-destination.ts'
import {KeptBlobs} from '../../../src/sources/spool/kept-blobs.ts'
import {spool} from '../../../src/sources/spool/spool.ts'
import {Spools} from '../../../src/sources/spool/spools.ts'
import {context, temporaryFolder} from '../opening.ts'
import {failing} from '../registry/clients.ts'

vi.mock('node:fs', async original => {
  const fs = await original<typeof import('node:fs')>()
  return {...fs, createReadStream: vi.fn(fs.createReadStream)}
})

const folder = temporaryFolder()
const before = process.env.TMPDIR
beforeEach(() => {
  process.env.TMPDIR = `${folder}/not/there`
})
afterEach(() => {
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
})

const bytes = Buffer.from('bytes of a layer')
const claim = {digest: digestOf(bytes), size: bytes.length}
const told = {
  kind: 'io',
  message: `No temporary file could be written in ${folder}/not/there: ENOENT.`,
  advice: 'Name a folder that can be written to: TMPDIR=/some/folder layerlens …',
}

describe('where no temporary file can be made', () => {
  it('a blob is not kept, and flows by', async () => {
    const keeper = new KeptBlobs(() => 1000)
    expect(await keeper.keep(claim, () => Readable.from([bytes]), context)).toBeNull()
  })

  it('what has to be written to one says so', async () => {
    const archive = new OciArchiveDestination(`${folder}/a.tar`, null)
    const open = async () => Readable.from([bytes])
    const blob = {...claim, mediaType: 'a/b', signal: context.signal, open, progress: () => {}}
    expect(await failing(archive.putBlob(blob))).toMatchObject(told)
    expect(await failing(spool(Readable.from([bytes]), {shown: 'it', context}))).toMatchObject(told)
  })

  it('a file that would have been unpacked to one is not left open', async () => {
    const path = `${folder}/packed.tar.gz`
    writeFileSync(path, bytes)
    expect(await failing(new Spools().ofFile(path, 'it', context))).toMatchObject(told)
    expect(vi.mocked(createReadStream)).not.toHaveBeenCalled()
  })
})
