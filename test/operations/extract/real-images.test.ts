import {execFileSync} from 'node:child_process'
import {lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {buildUnion} from '../../../src/image/filesystem/build-union.ts'
import {scanLayer} from '../../../src/image/layer/scan-layer.ts'
import {extractFiles} from '../../../src/operations/extract/extract-files.ts'
import {corpusImage} from '../../corpus/real/corpus.ts'
import {CORPUS, EXPORT_EXTRAS, EXPORTS, needsOf} from '../../corpus/real/images.ts'
import {requires} from '../../corpus/real/tools.ts'
import {context, open} from '../../sources/opening.ts'
import {bytesAt, temporaryFolder} from './image-files.ts'

const folder = temporaryFolder()
const NAMES = [
  'docker save of a commit',
  'skopeo, gzip layout',
  'skopeo, zstd layout',
  'skopeo, zstd:chunked layout',
  'buildah commit, layout',
]

/** What lies below a folder: type, mode without what extraction never gives, time, link target, bytes. */
function treeOf(top: string, below = ''): Map<string, string> {
  const tree = new Map<string, string>()
  for (const name of readdirSync(join(top, below)).sort()) {
    const path = join(below, name)
    if ([...EXPORT_EXTRAS].some(extra => path === extra)) continue
    const stats = lstatSync(join(top, path))
    if (stats.isSymbolicLink()) tree.set(path, `-> ${readlinkSync(join(top, path))}`)
    else if (stats.isFile()) {
      const facts = `${(stats.mode & 0o777).toString(8)} ${Math.floor(stats.mtimeMs / 1000)} ${stats.nlink}`
      tree.set(path, `${facts} ${readFileSync(join(top, path)).toString('base64')}`)
    } else if (stats.isDirectory()) {
      tree.set(path, `folder ${(stats.mode & 0o1777).toString(8)}`)
      for (const [inner, facts] of treeOf(top, path)) tree.set(inner, facts)
    }
  }
  return tree
}

describe('an image of a real tool', () => {
  for (const {name, needs, content} of CORPUS.filter(image => NAMES.includes(image.name))) {
    it(
      `extracts to what its export holds: ${name}`,
      requires(...needs, ...needsOf(EXPORTS[content]![0]), 'gnu-tar'),
      async () => {
        const {reference, exportTar} = await corpusImage(name)
        const image = await open(reference)
        const layers = await Promise.all(
          image.layers.map(async layer => scanLayer(await layer.content!.open(context), layer.compressedSize ?? 0)),
        )
        const files = {image, union: buildUnion(layers).union}
        const [ours, theirs] = [mkdtempSync(join(folder, 'ours-')), mkdtempSync(join(folder, 'theirs-'))]
        const layer = layers.length - 1
        await extractFiles(files, ['/'], {layer, directory: ours, owner: false, force: false, context})
        execFileSync('tar', ['-xf', exportTar!, '-C', theirs, '--no-same-owner', '-p'])
        const tree = treeOf(ours)
        expect(tree).toEqual(treeOf(theirs))
        expect([...tree].some(([, facts]) => facts.startsWith('->'))).toBe(true)

        const members = execFileSync('tar', ['-tf', exportTar!], {encoding: 'utf8'}).split('\n')
        const regular = members.filter(member => tree.get(member.replace(/^\.\//, ''))?.match(/^\d/)).slice(0, 12)
        expect(regular.length).toBeGreaterThan(3)
        for (const member of regular) {
          const expected = execFileSync('tar', ['-xOf', exportTar!, member], {maxBuffer: 1 << 28})
          // Of a hard link tar prints nothing; we give the bytes it shares.
          if (expected.length > 0) expect((await bytesAt(files, member)).equals(expected), member).toBe(true)
        }
      },
    )
  }
})
