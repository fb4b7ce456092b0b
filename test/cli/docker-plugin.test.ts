import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {invocationOf} from '../../src/cli/docker-plugin.ts'
import {requires} from '../corpus/real/tools.ts'
import {DEMO, MAIN} from './program.ts'

const PLUGIN = '/home/me/.docker/cli-plugins/docker-layerlens'

describe('how the program was called', () => {
  it.each([
    ['/usr/bin/layerlens', ['ls', 'a.tar'], ['ls', 'a.tar'], {}],
    [PLUGIN, ['layerlens', 'shop/api:1.4'], ['shop/api:1.4'], {}],
    [PLUGIN, ['layerlens'], [], {}],
    [PLUGIN, ['-H', 'tcp://lab', 'layerlens', '-H', 'x'], ['-H', 'x'], {DOCKER_HOST: 'tcp://lab'}],
    [
      PLUGIN,
      ['--context=lab', '--debug', 'layerlens', 'images'],
      ['images'],
      {DOCKER_HOST: null, DOCKER_CONTEXT: 'lab'},
    ],
  ])('%s %j', (program, argv, own, environment) => {
    expect(invocationOf(program, argv)).toEqual({kind: 'run', argv: own, environment})
  })
})

describe('docker layerlens', () => {
  const config = mkdtempSync(join(tmpdir(), 'layerlens-plugin-'))
  afterAll(() => rmSync(config, {recursive: true, force: true}))

  it('is a plugin that the docker command finds, names and runs', requires('dockerd'), () => {
    mkdirSync(join(config, 'cli-plugins'))
    symlinkSync(MAIN, join(config, 'cli-plugins', 'docker-layerlens'))
    const docker = (...args: string[]) =>
      execFileSync('docker', args, {encoding: 'utf8', env: {...process.env, DOCKER_CONFIG: config}})
    expect(docker('--help')).toMatch(/layerlens\*\s+Look into container images/)
    expect(docker('layerlens', 'cat', DEMO, '/etc/motd')).not.toBe('')
    expect(docker('layerlens', '--version')).toMatch(/^layerlens \d/)
  })
})
