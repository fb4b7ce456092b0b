import {describe, expect, it} from 'vitest'
import {pushImage} from '../../../src/operations/engine/transfer-image.ts'
import type {Engine} from '../../../src/sources/engine/engine.ts'
import {parseImageName} from '../../../src/sources/engine/image-name.ts'
import {failing} from '../../sources/registry/clients.ts'

/** An engine that must not be asked anything, or else says so. */
function engineOf(kind: 'docker' | 'podman'): Engine {
  const asked = () => {
    throw new Error('asked')
  }
  return {
    info: {kind, host: 'unix:///x'},
    client: {json: asked, call: asked, bytes: asked, lines: asked},
  } as unknown as Engine
}

describe('a name that Podman gave an image of this machine', () => {
  const push = (kind: 'docker' | 'podman', name: string) =>
    pushImage(
      engineOf(kind),
      parseImageName(name),
      {auth: null, platform: null},
      {signal: new AbortController().signal, told: () => {}},
    )

  it('is pushed nowhere', async () => {
    const failure = await failing(push('podman', 'localhost/acme/shop:1'))
    expect(failure.kind).toBe('usage')
    expect(failure.advice).toContain('layerlens tag localhost/acme/shop:1 HOST/acme/shop:1')
  })

  it.each([
    ['podman', 'localhost:5000/acme/shop:1'],
    ['podman', 'registry.lan/acme/shop:1'],
    ['docker', 'localhost/acme/shop:1'],
  ] as const)('is not one that %s pushes: %s', async (kind, name) => {
    await expect(push(kind, name)).rejects.not.toMatchObject({kind: 'usage'})
  })
})
