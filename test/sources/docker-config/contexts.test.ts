import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {configFolder, parseConfigFile, readConfigFile} from '../../../src/sources/docker-config/config-file.ts'
import {chosenContext, contextFolder, readContext, readTls} from '../../../src/sources/docker-config/contexts.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-config-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

const NO_LOGIN = {auth: null, username: null, password: null, identityToken: null, registryToken: null}

describe('the docker config', () => {
  it('lies where DOCKER_CONFIG says, else in the home', () => {
    expect(configFolder({DOCKER_CONFIG: '/srv/docker'}, '/root')).toBe('/srv/docker')
    expect(configFolder({DOCKER_CONFIG: ''}, '/root')).toBe('/root/.docker')
    expect(configFolder({}, '/root')).toBe('/root/.docker')
  })

  it('is empty where there is none', () => {
    expect(readConfigFile(join(folder, 'nowhere'))).toEqual({
      currentContext: null,
      auths: {},
      credsStore: null,
      credHelpers: {},
    })
  })

  it('gives contexts, logins and helpers', () => {
    const config = parseConfigFile(
      bytes({
        currentContext: 'lab',
        auths: {'registry.lan:5000': {auth: 'dTpw'}, 'https://index.docker.io/v1/': {}, odd: null},
        credsStore: 'desktop',
        credHelpers: {'gcr.io': 'gcloud', bad: 1},
      }),
    )
    expect(config.currentContext).toBe('lab')
    expect({...config.auths}).toEqual({
      'registry.lan:5000': {...NO_LOGIN, auth: 'dTpw'},
      'https://index.docker.io/v1/': NO_LOGIN,
      odd: NO_LOGIN,
    })
    expect(config.credsStore).toBe('desktop')
    expect({...config.credHelpers}).toEqual({'gcr.io': 'gcloud'})
  })

  it('says which file is damaged, and never what is secret in it', () => {
    const home = join(folder, 'damaged')
    mkdirSync(home)
    writeFileSync(join(home, 'config.json'), '{')
    expect(() => readConfigFile(home)).toThrow(join(home, 'config.json'))
    writeFileSync(join(home, 'config.json'), '{"currentContext": 3}')
    expect(() => readConfigFile(home)).toThrow('currentContext should be a text')
    const secret = parseConfigFile(bytes({auths: {host: {auth: ['c2VjcmV0']}}}))
    expect({...secret.auths}).toEqual({host: NO_LOGIN})
    const odd = parseConfigFile(bytes({auths: {host: 'c2VjcmV0'}}))
    expect({...odd.auths}).toEqual({host: NO_LOGIN})
  })
})

describe('a docker context', () => {
  const write = (name: string, meta: unknown, tls: Readonly<Record<string, string>> = {}) => {
    const id = contextFolder(name)
    mkdirSync(join(folder, 'contexts/meta', id), {recursive: true})
    writeFileSync(join(folder, 'contexts/meta', id, 'meta.json'), bytes(meta))
    mkdirSync(join(folder, 'contexts/tls', id, 'docker'), {recursive: true})
    for (const [file, text] of Object.entries(tls))
      writeFileSync(join(folder, 'contexts/tls', id, 'docker', file), text)
  }

  it.each([
    [{DOCKER_CONTEXT: 'lab'}, 'other', 'lab'],
    [{DOCKER_CONTEXT: ''}, 'other', 'other'],
    [{DOCKER_CONTEXT: 'default'}, 'other', null],
    [{}, 'default', null],
    [{}, null, null],
  ])('is chosen by %j and the config %j: %s', (env, currentContext, chosen) => {
    expect(chosenContext(env, {currentContext, auths: {}, credsStore: null, credHelpers: {}})).toBe(chosen)
  })

  it('is kept under the hash of its name, as docker keeps it', () => {
    expect(contextFolder('default')).toBe('37a8eec1ce19687d132fe29051dca629d164e2c4958ba141d5f4133a33f0688f')
  })

  it('gives its host and TLS material', () => {
    const meta = {Name: 'lab', Metadata: {}, Endpoints: {docker: {Host: 'tcp://lab:2376', SkipTLSVerify: false}}}
    write('lab', meta, {'ca.pem': 'CA', 'cert.pem': 'CERT', 'key.pem': 'KEY'})
    expect(readContext(folder, 'lab')).toEqual({
      name: 'lab',
      host: 'tcp://lab:2376',
      tls: {ca: 'CA', cert: 'CERT', key: 'KEY', skipVerify: false},
    })
    write('bare', {Name: 'bare', Endpoints: {docker: {Host: 'ssh://me@lab'}}})
    expect(readContext(folder, 'bare')).toEqual({name: 'bare', host: 'ssh://me@lab', tls: null})
  })

  it('that is not there, or damaged, is named', () => {
    expect(() => readContext(folder, 'gone')).toThrow('There is no docker context gone')
    write('odd', {Endpoints: []})
    expect(() => readContext(folder, 'odd')).toThrow('Endpoints should be an object')
  })

  it('says which certificate can not be read', () => {
    mkdirSync(join(folder, 'certs/ca.pem'), {recursive: true})
    expect(() => readTls(join(folder, 'certs'), false)).toThrow('certs/ca.pem could not be read')
    expect(readTls(join(folder, 'nowhere'), false)).toBeNull()
    expect(readTls(join(folder, 'nowhere'), true)?.skipVerify).toBe(true)
  })
})
