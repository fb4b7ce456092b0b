import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {describe, expect, it} from 'vitest'
import {registryHoldings} from '../../../src/operations/sharing/registry-holdings.ts'
import {MAIN} from '../../cli/program.ts'
import {registriesOf} from '../../sources/registry/clients.ts'
import {startFaultServer} from '../../sources/registry/fault-server.ts'

/** More than are asked for at once. */
const MANY = Array.from({length: 100}, (_, i) => `team/image-${i}`)

/**
 * A registry that lists its repositories, and leaves every other question without an answer, also for more of the list where it
 * says that there is `more`; `waiting` resolves at the 16th of them.
 */
async function silentRegistry({more = false} = {}) {
  let open = 0
  let ask = () => {}
  const asked = new Promise<void>(resolve => {
    ask = resolve
  })
  const server = await startFaultServer((request, response) => {
    if (request.url?.startsWith('/v2/_catalog') && !request.url.includes('last=')) {
      response
        .writeHead(200, more ? {Link: '</v2/_catalog?last=z>; rel="next"'} : {})
        .end(JSON.stringify({repositories: MANY}))
      return
    }
    open++
    response.on('close', () => open--)
    if (open === 16) ask()
  })
  return {host: server.host, requests: server.asked, waiting: asked, open: () => open}
}

describe('what a registry shares', () => {
  it('is asked for 16 at once, and let be at once when it is not wanted any more, also what still waits', async () => {
    const server = await silentRegistry()
    const stop = new AbortController()
    const context = {signal: stop.signal, progress: () => {}}
    const reading = registryHoldings(
      {host: server.host, path: null, reference: null},
      registriesOf({plainHttp: true}),
      context,
    )
    const rejected = expect(reading).rejects.toMatchObject({kind: 'cancelled'})
    await server.waiting
    stop.abort()
    await rejected
    await expect.poll(server.open, {timeout: 20_000}).toBe(0)
    // The 84 that waited for a free connection were never sent.
    expect(server.requests).toHaveLength(17)
  })

  it('is let be while the list of its repositories still comes: nothing is thrown that nobody hears', async () => {
    const unheard: unknown[] = []
    const listen = (thrown: unknown) => void unheard.push(thrown)
    process.on('unhandledRejection', listen)
    try {
      const server = await silentRegistry({more: true})
      const stop = new AbortController()
      const reading = registryHoldings(
        {host: server.host, path: null, reference: null},
        registriesOf({plainHttp: true}),
        {signal: stop.signal, progress: () => {}},
      )
      const rejected = expect(reading).rejects.toMatchObject({kind: 'cancelled'})
      await server.waiting
      stop.abort()
      await rejected
      await expect.poll(server.open, {timeout: 20_000}).toBe(0)
      expect(unheard).toEqual([])
    } finally {
      process.off('unhandledRejection', listen)
    }
  })

  it('ends with 130 on the command line', async () => {
    const server = await silentRegistry()
    const child = spawn(process.execPath, [MAIN, 'sharing', `docker://${server.host}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const closed = once(child, 'close')
    await server.waiting
    child.kill('SIGINT')
    expect((await closed)[0]).toBe(130)
    await expect.poll(server.open, {timeout: 20_000}).toBe(0)
  })
})
