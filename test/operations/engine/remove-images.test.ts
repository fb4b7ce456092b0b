import {describe, expect, it} from 'vitest'
import {LensError} from '../../../src/image/oci/error.ts'
import {removeMeasured} from '../../../src/operations/engine/remove-images.ts'
import type {Engine} from '../../../src/sources/engine/engine.ts'

const ID = `sha256:${'a'.repeat(64)}`
const {signal} = new AbortController()

/** A Docker engine that removes what it is asked to, and tells these sizes of its layers one after the other; null: it refuses. */
function telling(...sizes: (number | null)[]): Engine {
  const json = async ({path}: {path: string}) => {
    if (path !== '/system/df') return [{Untagged: 'a:1'}, {Deleted: ID}]
    const size = sizes.shift() ?? null
    if (size === null) throw new LensError('engine-refused', 'a disk usage operation is already running')
    return {LayersSize: size}
  }
  const info = {kind: 'docker', host: 'unix:///s', origin: 'a test', version: '20.10', apiVersion: '1.41'}
  return {info, client: {json}} as unknown as Engine
}

describe('removing images', () => {
  it.each([
    ['tells by how much the layers are less', [300, 200], 100],
    ['is done where nobody says how much there was', [null, 200], null],
    ['is done where nobody says how much is left', [300, null], null],
  ])('%s', async (_, sizes, freed) => {
    expect(await removeMeasured(telling(...sizes), ['a:1'], {signal})).toEqual({
      untagged: ['a:1'],
      deleted: [ID],
      freed,
      refused: [],
    })
  })

  it('goes on behind what can not be removed, and tells why it stays; throws where nothing could be', async () => {
    const engine = telling(300, 200, 200, 200)
    const {json} = engine.client
    const held = new LensError('engine-conflict', 'web stands on it.')
    Object.assign(engine.client, {
      json: async (request: {path: string}) => {
        if (request.path.includes('held')) throw held
        return json(request as never)
      },
    })
    expect(await removeMeasured(engine, ['held:1', 'a:1', 'held:2'], {signal})).toEqual({
      untagged: ['a:1'],
      deleted: [ID],
      freed: 100,
      refused: ['held:1', 'held:2'].map(name => ({name, error: held})),
    })
    await expect(removeMeasured(engine, ['held:1', 'held:2'], {signal})).rejects.toBe(held)
  })
})
