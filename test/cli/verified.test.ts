import {expect, it} from 'vitest'
import {layersOnTrust} from '../../src/cli/verified.ts'
import type {Trust} from '../../src/image/layer/trust.ts'
import type {LoadedImage} from '../../src/operations/load-image.ts'

const X = `sha256:${'1'.repeat(64)}`

interface Told {
  readonly trust: Trust
  readonly claimed: string | null
  readonly hashed: string | null
  readonly onDisk: boolean
}

/** An image of one layer. */
function loaded({trust, claimed, hashed, onDisk}: Told): LoadedImage {
  return {
    image: {layers: [{content: onDisk ? {region: {path: 'x', offset: 0, size: 1}} : {}}]},
    layers: [{trust, failure: null, index: {facts: {diffId: hashed}}, claimed: {diffId: claimed, digest: null}}],
  } as unknown as LoadedImage
}

it.each([
  ['whose bytes were held against its digest', {trust: 'verified', claimed: X, hashed: X, onDisk: true}, false],
  ['that the cache knows from another file', {trust: 'unverified', claimed: X, hashed: X, onDisk: true}, true],
  [
    'of an engine that was hashed when it was exported',
    {trust: 'unverified', claimed: X, hashed: X, onDisk: false},
    false,
  ],
  [
    'of a registry of which only its table was read',
    {trust: 'unverified', claimed: X, hashed: null, onDisk: false},
    true,
  ],
  ['of a container, which claims nothing', {trust: 'unverified', claimed: null, hashed: null, onDisk: false}, false],
] as const)('a layer %s: %j taken on trust is %s', (_, told, expected) =>
  expect(layersOnTrust(loaded(told))).toEqual(expected ? [0] : []),
)
