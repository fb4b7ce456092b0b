import {expect, it} from 'vitest'
import {failureText} from '../../src/cli/failure.ts'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import type {EngineInfo} from '../../src/sources/engine/engine.ts'
import {refusal} from '../../src/sources/engine/refusal.ts'
import {registryFailure} from '../../src/sources/engine/registry-failure.ts'

const told = (thrown: unknown) => failureText(toFailure(thrown), false)

it('advice that is to be copied into a file stands there as it does in the file', () => {
  const refused = refusal(0, '{"message":"http: server gave HTTP response to HTTPS client"}')
  const told = (kind: EngineInfo['kind']) => {
    const info: EngineInfo = {kind, version: '', apiVersion: '1.41', host: 'unix:///x', origin: ''}
    const transfer = {verb: 'push', name: 'lab:5000/a:1', host: 'lab:5000', choosesPlatform: true} as const
    return failureText(toFailure(registryFailure(refused, info, transfer)), false)
      .split('\n')
      .slice(2)
  }
  expect(told('docker')).toEqual(['    {"insecure-registries": ["lab:5000"]}', ''])
  expect(told('podman')).toEqual(['    [[registry]]', '    location = "lab:5000"', '    insecure = true', ''])
})

it('a line break in a name or a message makes no line of its own', () => {
  expect(told(new LensError('usage', 'No a\nb.', {advice: 'Take a\nb.'}))).toBe('layerlens: No a↵b.\n  Take a↵b.\n')
  expect(told(new LensError('usage', 'No.', {advice: ['Take:', '  a\n  rm']}))).toBe(
    'layerlens: No.\n  Take:\n    a↵  rm\n',
  )
})
