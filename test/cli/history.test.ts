import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {historySteps} from '../../src/image/oci/image-history.ts'
import {dockerSave, packTar} from '../corpus/archives.ts'
import {layerOf} from '../image/filesystem/stack.ts'
import {DEMO, layerlens} from './program.ts'

async function versions(path: string, image = DEMO) {
  const {stdout} = await layerlens(['history', image, path, '--json'])
  return JSON.parse(stdout) as {path: string; versions: Record<string, unknown>[]}
}

describe('history', () => {
  it('reads as a Dockerfile, with the layers that the steps left', async () => {
    const {code, stdout} = await layerlens(['history', DEMO])
    const lines = stdout.split('\n')
    expect(code).toBe(0)
    expect(lines[1]).toMatch(/^0 +466 kB .* ADD file:7d1e0a25c3f94b68 in \/$/)
    expect(lines[2]).toMatch(/^ +\S.* CMD \["bash"\]$/)
    expect(lines[3]).toMatch(/^1 +856 kB .* RUN apt-get update && apt-get install -y nodejs iputils-ping$/)
    expect(stdout).not.toMatch(/#\(nop\)|# buildkit|\/bin\/sh -c/)
    expect(lines).toHaveLength(17)
  })

  it('is a document for programs', async () => {
    const {steps} = JSON.parse((await layerlens(['history', DEMO, '--json'])).stdout) as {
      steps: Record<string, unknown>[]
    }
    expect(steps).toHaveLength(15)
    expect(steps[7]).toMatchObject({layer: 5, verb: 'RUN', instruction: 'RUN chown -R app:app /opt/shop'})
    expect(steps.filter(step => step.layer === null).every(step => step.size === null)).toBe(true)
  })

  it('has every version of a path, who hid it and why', async () => {
    const env = await versions('/opt/shop/.env')
    expect(env).toMatchObject({
      path: 'opt/shop/.env',
      versions: [
        {layer: 3, change: 'added', size: 48, mode: '0600', uid: 0, hidden: {layer: 5, cause: 'replaced'}},
        {
          layer: 5,
          change: 'metadata',
          reasons: ['owner'],
          uid: 1000,
          hidden: {layer: 6, cause: 'deleted', instruction: 'RUN rm -rf .git .env logs'},
        },
      ],
    })
    const docs = await versions('opt/shop/docs')
    expect(docs.versions.map(({type, hidden}) => [type, (hidden as {cause: string} | null)?.cause])).toEqual([
      ['file', 'replaced'],
      ['file', 'typeChanged'],
      ['directory', undefined],
    ])
    const lists = await versions('/var/lib/apt/lists/teapot_main_Packages')
    expect(lists.versions).toMatchObject([{layer: 1, hidden: {layer: 2, cause: 'opaque'}}])
  })

  it('says it in lines, a deletion on its own', async () => {
    const {stdout} = await layerlens(['history', DEMO, '/usr/bin/node'])
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toBe('/usr/bin/node')
    expect(lines[2]).toMatch(/^1 +added +420 kB +-rwxr-xr-x +root:root .*RUN apt-get/)
    expect(lines[3]).toMatch(/^9 +deleted .*RUN sed/)
    expect(lines).toHaveLength(4)
  })

  it('finds a path whose folder is a link', async () => {
    expect((await versions('/bin/node')).path).toBe('usr/bin/node')
  })

  it('says of a path that no layer ever had that there is none', async () => {
    const {code, stderr} = await layerlens(['history', DEMO, '/nothing'])
    expect(code).toBe(2)
    expect(stderr).toContain('There is no /nothing')
  })

  it('shows hostile instructions and names harmlessly', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'layerlens-history-')), 'hostile.tar')
    const history = [{created_by: 'RUN \x1b[2J\u202eevil\x9b1m', created: 'never'}]
    const tars = [layerOf(['a\x1b]8;;x\x07 -> \x1b[31m'])]
    writeFileSync(path, await packTar(dockerSave([{tags: ['t:1'], tars, config: {history}}])))
    for (const args of [[], ['a\x1b]8;;x\x07']]) {
      const {code, stdout} = await layerlens(['history', path, ...args])
      expect(code).toBe(0)
      expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/)
    }
  })
})

describe('the steps of a history', () => {
  const step = (createdBy: string, emptyLayer = false) => ({
    createdBy,
    emptyLayer,
    created: null,
    author: null,
    comment: null,
  })

  it('meet their layers, however many there are of either', () => {
    const history = [step('A'), step('ENV X=1', true), step('B')]
    expect(historySteps({history}, 2).map(({layer}) => layer)).toEqual([0, null, 1])
    expect(historySteps({history}, 1).map(({layer}) => layer)).toEqual([0, null, null])
    expect(historySteps({history}, 3).map(({layer, entry}) => [layer, entry === null])).toEqual([
      [0, false],
      [null, false],
      [1, false],
      [2, true],
    ])
  })
})
