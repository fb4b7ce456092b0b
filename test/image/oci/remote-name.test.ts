import {describe, expect, it} from 'vitest'
import {toFailure} from '../../../src/image/oci/error.ts'
import {
  familiarRepository,
  formatRemoteName,
  parseRegistryHost,
  parseRemoteName,
} from '../../../src/image/oci/remote-name.ts'

const D = `sha256:${'a'.repeat(64)}`

describe('the name of an image in a registry', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['shop/api:1.4', 'docker.io/shop/api:1.4'],
    ['docker.io/nginx', 'docker.io/library/nginx'],
    ['index.docker.io/library/nginx', 'docker.io/library/nginx'],
    ['registry-1.docker.io/shop/api', 'docker.io/shop/api'],
    ['localhost/api', 'localhost/api'],
    ['localhost:5000/shop/api:1.4', 'localhost:5000/shop/api:1.4'],
    ['REGISTRY.lan:5000/a-b/c__d/e.f_g--h', 'registry.lan:5000/a-b/c__d/e.f_g--h'],
    ['[::1]:5000/api', '[::1]:5000/api'],
    [`quay.io/a/b@${D}`, `quay.io/a/b@${D}`],
    [`quay.io/a/b:1@${D}`, `quay.io/a/b:1@${D}`],
  ])('%s is %s', (text, full) => {
    expect(formatRemoteName(parseRemoteName(text))).toBe(full)
  })

  it.each([
    ['', 'reference-malformed'],
    ['/a', 'reference-malformed'],
    ['quay.io/', 'reference-malformed'],
    ['localhost:5000/Shop/api', 'reference-malformed'],
    ['localhost:5000/a//b', 'reference-malformed'],
    ['localhost:5000/../../etc', 'reference-malformed'],
    ['localhost:99999/a', 'reference-malformed'],
    ['a b.example/c', 'reference-malformed'],
    ['a:', 'reference-malformed'],
    ['a:-x', 'reference-malformed'],
    [`a:${'x'.repeat(129)}`, 'reference-malformed'],
    [`quay.io/${'x'.repeat(300)}`, 'reference-malformed'],
    ['quay.io/a@sha256:12', 'digest-malformed'],
    ['quay.io/a%2f..%2fb', 'reference-malformed'],
    ['quay.io/a?x=1', 'reference-malformed'],
  ])('%j is malformed', (text, kind) => {
    expect(() => parseRemoteName(text)).toThrow(expect.objectContaining({kind}))
  })

  it('in capitals is told in lower case', () => {
    expect(() => parseRemoteName('localhost:5000/Shop/api')).toThrow(
      expect.objectContaining({advice: expect.stringContaining('localhost:5000/shop/api')}),
    )
  })

  it.each([
    ['Shop/Team/API:RC1', 'shop/team/api:RC1'],
    ['Shop.example/Shop/api', 'Shop.example/shop/api'],
    ['shop/X Y:1', null],
    ['Shop/X Y:1', null],
    ['localhost:5000/Shop/api_:1', null],
    ['Grö/Api', null],
    ['Shop/api:-1', null],
  ])('%j is told in lower case only where that is a name: %j', (text, proposed) => {
    let advice: string | null = null
    try {
      parseRemoteName(text)
    } catch (thrown) {
      advice = toFailure(thrown).advice
    }
    expect(/in lower case: (.*)/.exec(advice ?? '')?.[1] ?? null).toBe(proposed)
    if (proposed === null) expect(advice).toMatch(/^(Write HOST|A tag has)/)
    else expect(() => parseRemoteName(proposed)).not.toThrow()
  })

  it.each([
    ['docker.io/library/nginx', 'nginx'],
    ['docker.io/shop/api', 'shop/api'],
    ['localhost:5000/api', 'localhost:5000/api'],
  ])('%s is shown as %s', (text, shown) => {
    expect(familiarRepository(parseRemoteName(text))).toBe(shown)
  })
})

describe('the host of a registry', () => {
  it.each([
    ['localhost:5000', 'localhost:5000'],
    ['https://Registry.example/', 'registry.example'],
    ['docker://quay.io', 'quay.io'],
    ['hub', 'hub'],
    ['index.docker.io', 'docker.io'],
  ])('%s is %s', (text, host) => {
    expect(parseRegistryHost(text)).toBe(host)
  })

  it.each(['', 'a/b', 'a b', 'user@host', '-a', 'host:port'])('%j is none', text => {
    expect(() => parseRegistryHost(text)).toThrow(expect.objectContaining({kind: 'reference-malformed'}))
  })
})
