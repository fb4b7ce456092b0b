import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'
import {describe, expect, it} from 'vitest'
import {referenceFrom} from '../../src/sources/reference-from.ts'

describe('a reference in a file of another folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'layerlens-from-'))
  mkdirSync(join(folder, 'nginx'))
  writeFileSync(join(folder, 'saved'), 'no name of an archive')

  it.each([
    ['released.tar', './ci/released.tar'],
    ['./out', './ci/out'],
    ['../released.tar:shop/api:1', './released.tar:shop/api:1'],
    ['../../out', '../out'],
    ['oci:layout:1.4', 'oci:ci/layout:1.4'],
    ['docker-archive:../a.tar:@0', 'docker-archive:a.tar:@0'],
    ['oci:/layout', 'oci:/layout'],
    ['/a.tar', '/a.tar'],
    ['shop/api:1.4', 'shop/api:1.4'],
    ['docker://quay.io/shop/api', 'docker://quay.io/shop/api'],
    ['store:released.tar', 'store:released.tar'],
    ['-', '-'],
    ['', ''],
  ])('%j is %j from outside', (text, expected) => expect(referenceFrom('ci', text)).toBe(expected))

  it('is a path where a file is there, and the name of an image beside a mere folder', () => {
    expect(referenceFrom(folder, 'saved')).toBe(join(folder, 'saved'))
    expect(referenceFrom(folder, 'saved:1')).toBe(join(folder, 'saved:1'))
    expect(referenceFrom(folder, 'nginx')).toBe('nginx')
    expect(referenceFrom(relative('.', folder), 'saved')).toBe(join(relative('.', folder), 'saved'))
  })

  it('stays as it is in the working folder', () => {
    expect(referenceFrom('.', 'released.tar')).toBe('released.tar')
  })
})
