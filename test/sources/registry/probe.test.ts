import {createServer, type Server} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {addressesOf, knockAt} from '../../../src/sources/registry/probe.ts'

let server: Server | null = null

afterEach(() => server?.close())

async function listening(): Promise<number> {
  const opened = createServer()
  server = opened
  await new Promise<void>(resolve => opened.listen(0, '127.0.0.1', resolve))
  const address = opened.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('knocking at a port', () => {
  it('says how long the answer took, and why there is none', async () => {
    const port = await listening()
    expect(await knockAt('127.0.0.1', port, new AbortController().signal)).toBeGreaterThanOrEqual(0)
    await new Promise(resolve => server?.close(resolve))
    await expect(knockAt('127.0.0.1', port, new AbortController().signal)).rejects.toMatchObject({fault: 'refused'})
  })

  it('ends as cancelled where it is told to stop: that is no fault of the way', async () => {
    const port = await listening()
    const controller = new AbortController()
    const knocking = knockAt('127.0.0.1', port, controller.signal)
    controller.abort()
    await expect(knocking).rejects.toMatchObject({kind: 'cancelled'})
    await expect(knockAt('127.0.0.1', port, AbortSignal.abort())).rejects.toMatchObject({kind: 'cancelled'})
  })
})

describe('looking a name up', () => {
  it('takes an address for what it is, and does not go on where it is told to stop', async () => {
    expect(await addressesOf('127.0.0.1', new AbortController().signal)).toEqual(['127.0.0.1'])
    await expect(addressesOf('registry.invalid', AbortSignal.abort())).rejects.toMatchObject({kind: 'cancelled'})
  })
})
