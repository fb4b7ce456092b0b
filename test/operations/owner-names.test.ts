import {execFileSync} from 'node:child_process'
import {mkdtempSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {distributionOf} from '../../src/image/analysis/distribution.ts'
import {buildUnion} from '../../src/image/filesystem/build-union.ts'
import {ownerNamesAt} from '../../src/image/filesystem/owner-names.ts'
import {scanLayer} from '../../src/image/layer/scan-layer.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {CORPUS, EXPORTS, needsOf} from '../corpus/real/images.ts'
import {requires} from '../corpus/real/tools.ts'
import {context, open} from '../sources/opening.ts'
import {temporaryFolder} from './extract/image-files.ts'

const folder = temporaryFolder()
const NAMES = ['docker save of a commit', 'skopeo, gzip layout', 'skopeo, zstd:chunked layout']

/** What the image's own busybox says of owners, asked inside its root: `PATH USER:GROUP`, by the numbers where it knows none. */
function askInside(root: string): string[] {
  const format = ['%n', '%U:%G', '%u:%g'].join(' ')
  const find = ['find', '/data', '-maxdepth', '1', '-exec', '/bin/busybox', 'stat', '-c', format, '{}', ';']
  return execFileSync('chroot', [root, '/bin/busybox', ...find], {encoding: 'utf8'})
    .trimEnd()
    .split('\n')
    .map(line => {
      const [path, names = '', ids = ''] = line.split(' ')
      const numbers = ids.split(':')
      return `${path} ${names
        .split(':')
        .map((name, i) => (name === 'UNKNOWN' ? numbers[i] : name))
        .join(':')}`
    })
    .sort()
}

describe('the owners of a real image', () => {
  for (const {name, needs, content} of CORPUS.filter(image => NAMES.includes(image.name))) {
    const tools = [...needs, ...needsOf(EXPORTS[content]![0]), ...needsOf('docker'), 'gnu-tar'] as const
    it(`have the names that they have inside it: ${name}`, requires(...tools), async () => {
      const {reference, exportTar} = await corpusImage(name)
      const image = await open(reference)
      const layers = await Promise.all(
        image.layers.map(async layer => scanLayer(await layer.content!.open(context), layer.compressedSize ?? 0)),
      )
      const {union} = buildUnion(layers)
      const last = layers.length - 1
      const owners = ownerNamesAt(union, last)
      const root = mkdtempSync(join(folder, 'root-'))
      execFileSync('tar', ['-xf', exportTar!, '-C', root, '--numeric-owner', '--same-owner', '-p'])
      const data = union.find('data')
      const ours = [data, ...union.children(data)].flatMap(node => {
        const version = union.versionAt(node, last)
        const at = version < 0 ? null : union.entryOf(version)
        return at === null ? [] : [`/${union.path(node)} ${owners.text(at.layer.owner(at.entry))}`]
      })
      const theirs = askInside(root)
      expect(ours.sort()).toEqual(theirs)
      for (const part of [' root:root', ' app:app', ' app:root']) expect(theirs.join('\n')).toContain(part)
      expect(distributionOf(union)).toMatchObject({id: 'corpus', prettyName: 'Corpus Linux 1', layer: 0})
    })
  }
})
