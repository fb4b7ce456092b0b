import {describe, expect, it} from 'vitest'
import type {Engine} from '../../../src/sources/engine/engine.ts'
import {inspectImage} from '../../../src/sources/engine/images-api.ts'
import {refusal} from '../../../src/sources/engine/refusal.ts'
import {failing} from '../registry/clients.ts'

/** An engine that answers every question with the same refusal. */
function refusing(status: number, said: string): Engine {
  const json = async () => {
    throw refusal(status, JSON.stringify({message: said}))
  }
  return {info: {kind: 'docker', host: 'unix:///x'}, client: {json}} as unknown as Engine
}

describe('an image that an engine does not give', () => {
  it.each([
    ['parser:latest', 404, 'No such image: parser:latest', 'not-found'],
    ['shop/parse:1', 404, 'failed to find image shop/parse:1: shop/parse:1: No such image', 'not-found'],
    ['Shop', 400, 'invalid reference format: repository name must be lowercase', 'reference-malformed'],
    [
      'Shop',
      404,
      'failed to find image Shop: parsing reference "Shop": repository name must be lowercase',
      'reference-malformed',
    ],
    ['a b', 500, 'could not parse image reference "a b": invalid reference format', 'reference-malformed'],
  ])('%s, %i %s: %s', async (name, status, said, kind) => {
    const failure = await failing(inspectImage(refusing(status, said), name, new AbortController().signal))
    expect(failure.kind).toBe(kind)
  })
})
