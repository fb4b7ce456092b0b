import {describe, expect, it} from 'vitest'
import {insecureRegistries} from '../../../src/sources/docker-config/insecure-hosts.ts'
import {parseChallenges} from '../../../src/sources/registry/challenge.ts'
import {endpointOf, isLoopback} from '../../../src/sources/registry/endpoint.ts'
import {NetworkError} from '../../../src/sources/registry/network-failure.ts'
import {faultOf} from '../../../src/sources/registry/network-fault.ts'
import {pauseBefore, retryAfterMs} from '../../../src/sources/registry/retry.ts'
import {covers, pullScope, pushScope, scopeTexts} from '../../../src/sources/registry/scope.ts'
import {homeWith, QuickClock} from './clients.ts'

describe('where a registry answers', () => {
  const insecure = (authority: string) => authority === 'plain.example:5000'
  it.each([
    ['docker.io', false, 'registry-1.docker.io', ['https']],
    ['registry.example', false, 'registry.example', ['https']],
    ['registry.example', true, 'registry.example', ['http']],
    ['localhost:5000', false, 'localhost:5000', ['https', 'http']],
    ['127.0.0.2:5000', false, '127.0.0.2:5000', ['https', 'http']],
    ['[::1]:5000', false, '[::1]:5000', ['https', 'http']],
    ['plain.example:5000', false, 'plain.example:5000', ['https', 'http']],
    ['plain.example', false, 'plain.example', ['https']],
  ])('%s (told plain: %s) is %s by %j', (host, plainHttp, authority, schemes) => {
    expect(endpointOf(host, {plainHttp, insecure})).toEqual({host, authority, schemes})
  })

  it.each(['localhost.example', '128.0.0.1', '10.127.0.1', 'localhost-x', '127.evil.example'])(
    '%s is not this machine',
    name => {
      expect(isLoopback(name)).toBe(false)
    },
  )

  it('may be plain where the engine’s daemon.json says so', () => {
    const listed = ['r.lan:5000', '10.0.0.0/8', 'fd00::/8', '1.2.3.4/99', 'odd/16', 3]
    const home = homeWith({'daemon.json': JSON.stringify({'insecure-registries': listed}), 'odd.json': '['})
    const user = {home, environment: {}}
    const hosts = [
      'r.lan:5000',
      'r.lan',
      '10.1.2.3:5000',
      '10.1.2.3',
      '11.1.2.3:5000',
      '[fd00::7]:5000',
      '[fe80::7]:5000',
    ]
    const allowed = (file: string) => hosts.filter(insecureRegistries(user, `${home}/${file}`))
    expect(allowed('daemon.json')).toEqual(['r.lan:5000', '10.1.2.3:5000', '10.1.2.3', '[fd00::7]:5000'])
    expect(allowed('odd.json')).toEqual([])
    expect(allowed('none.json')).toEqual([])
  })
})

describe('a challenge', () => {
  it.each([
    ['Basic realm="x"', [['basic', {realm: 'x'}]]],
    [
      'Bearer realm="https://auth/token",service="s",scope="repository:a:pull,push"',
      [['bearer', {realm: 'https://auth/token', service: 's', scope: 'repository:a:pull,push'}]],
    ],
    [
      'Bearer realm="a\\"b", Basic realm=plain',
      [
        ['bearer', {realm: 'a"b'}],
        ['basic', {realm: 'plain'}],
      ],
    ],
    [
      'Negotiate, Basic realm="x"',
      [
        ['negotiate', {}],
        ['basic', {realm: 'x'}],
      ],
    ],
    ['', []],
    ['=x', []],
    ['Bearer realm="never closed', [['bearer', {realm: 'never closed'}]]],
  ])('%j is read', (header, expected) => {
    expect(parseChallenges(header).map(({scheme, parameters}) => [scheme, {...parameters}])).toEqual(expected)
  })

  it('of megabytes costs no time', () => {
    const before = performance.now()
    parseChallenges('Bearer '.repeat(1_000_000))
    parseChallenges(`Bearer realm="${'\\'.repeat(5_000_000)}`)
    expect(performance.now() - before).toBeLessThan(2000)
  })
})

describe('a pause before asking again', () => {
  it('is longer each time, and at most what is sensible', () => {
    const clock = new QuickClock()
    expect([1, 2, 3, 9].map(attempt => pauseBefore(attempt, null, clock))).toEqual([187.5, 375, 750, 6000])
    expect(pauseBefore(1, '3', clock)).toBe(3000)
    expect(pauseBefore(1, '61', clock)).toBeNull()
  })

  it.each([
    ['0', 0],
    ['17', 17_000],
    ['Thu, 01 Jan 1970 00:00:09 GMT', 4000],
    ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
    ['soon', null],
    ['-3', null],
  ])('after %j is %s ms', (header, ms) => {
    expect(retryAfterMs(header, 5000)).toBe(ms)
  })
})

describe('a scope', () => {
  it('of a push covers a pull, and of one repository no other', () => {
    expect(covers(pushScope('a'), pullScope('a'))).toBe(true)
    expect(covers(pullScope('a'), pushScope('a'))).toBe(false)
    expect(covers(pushScope('a'), pullScope('b'))).toBe(false)
    expect(covers(pushScope('a', 'b'), pullScope('b'))).toBe(true)
    expect(covers('catalog', pullScope('a'))).toBe(false)
    expect(scopeTexts(pushScope('a', 'b'))).toEqual(['repository:a:pull,push', 'repository:b:pull'])
    expect(scopeTexts('catalog')).toEqual(['registry:catalog:*'])
  })
})

describe('a connection that fails', () => {
  it('by the name of Docker Hub, which is there, is one of names', () => {
    const {message, fault} = new NetworkError('name', 'registry-1.docker.io', coded('ENOTFOUND'))
    expect([fault, message]).toEqual(['lookup', "The name registry-1.docker.io can't be looked up just now."])
    expect(new NetworkError('name', 'mydocker.io', coded('ENOTFOUND')).fault).toBe('name')
  })

  const coded = (code: string) => Object.assign(new Error(code), {code})
  it.each([
    ['ENOTFOUND', 'name', 'no host named'],
    ['EAI_AGAIN', 'lookup', "The name r.example can't be looked up just now"],
    ['ECONNREFUSED', 'refused', 'refused'],
    ['ECONNRESET', 'broken', 'broke off'],
    ['UND_ERR_HEADERS_TIMEOUT', 'silent', 'in time'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted', 'does not know'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'other-name', 'another name'],
    ['CERT_HAS_EXPIRED', 'expired', 'not valid now'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-tls', 'plain HTTP'],
    ['EHOSTUNREACH', 'no-route', 'no way'],
    ['EWHATEVER', 'other', 'EWHATEVER'],
  ])('by %s is told as %s', (code, fault, words) => {
    const wrapped = Object.assign(new Error('fetch failed'), {cause: coded(code)})
    expect(faultOf(wrapped)).toBe(fault)
    expect(new NetworkError(faultOf(coded(code)), 'r.example:5000', coded(code)).message).toContain(words)
  })
})
