import {inspect} from 'node:util'
import {describe, expect, it} from 'vitest'
import {dial} from '../../../src/sources/engine/dial.ts'
import type {Endpoint} from '../../../src/sources/engine/endpoint.ts'

const tls = {ca: null, cert: null, key: null, skipVerify: false}
const ENDPOINTS: readonly Endpoint[] = [
  {kind: 'unix', path: '/run/docker.sock'},
  {kind: 'npipe', path: '//./pipe/docker_engine'},
  {kind: 'tcp', host: 'engine.example', port: 2375, tls: null},
  {kind: 'tcp', host: 'engine.example', port: 2376, tls},
  {kind: 'ssh', user: null, host: 'engine.example', port: null},
]

describe('a connection to an engine', () => {
  it.each(ENDPOINTS)('is told in a word where a request is described: %j', endpoint => {
    const {agent} = dial(endpoint) as unknown as {agent: object}
    expect(inspect({agent}, {showHidden: true, depth: null})).toBe('{ agent: Agent }')
  })
})
