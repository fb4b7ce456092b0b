import {createReadStream, statSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {figuresOf} from '../../../src/image/analysis/figures.ts'
import {buildUnion} from '../../../src/image/filesystem/build-union.ts'
import type {Union} from '../../../src/image/filesystem/union.ts'
import {scanLayer} from '../../../src/image/layer/scan-layer.ts'
import {corpusImage} from '../../corpus/real/corpus.ts'
import {CORPUS, EXPORT_EXTRAS, EXPORTS, needsOf} from '../../corpus/real/images.ts'
import {requires} from '../../corpus/real/tools.ts'
import {context, open} from '../../sources/opening.ts'

const isExtra = (path: string) => [...EXPORT_EXTRAS].some(extra => path === extra || path.startsWith(`${extra}/`))

/** What a tree holds, path by path: everything that an export keeps, contents as digests, links of one file as one. */
function treeOf(union: Union): Map<string, string> {
  const tree = new Map<string, string>()
  const last = union.layerCount - 1
  const firstNames = new Map<number, string>()
  const nodes = Array.from({length: union.columns.nodeCount - 1}, (_, i) => i + 1)
  const visible = nodes.filter(node => union.versionAt(node, last) >= 0).map(node => ({node, path: union.path(node)}))
  for (const {node, path} of visible.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (isExtra(path)) continue
    const version = union.versionAt(node, last)
    const at = union.entryOf(version)!
    const origin = union.columns.versionOrigin[version]!
    const {columns} = at.layer
    const type = at.layer.type(at.entry)
    const facts = [
      origin >= 0 ? 'file' : type,
      // Linux has no modes of symlinks; engines write this and that.
      type === 'symlink' ? '' : columns.entryMode[at.entry]!.toString(8),
      at.layer.owner(at.entry).join(':'),
      type === 'symlink' ? at.layer.linkTarget(at.entry) : '',
      at.layer.device(at.entry)?.join() ?? '',
    ]
    if (origin >= 0) {
      if (!firstNames.has(origin)) firstNames.set(origin, path)
      const {layer, entry} = union.entryOf(origin)!
      const digest = layer.columns.contentDigests!.subarray(entry * 16, entry * 16 + 16)
      facts.push(`${layer.columns.entrySize[entry]}`, Buffer.from(digest).toString('hex'), firstNames.get(origin)!)
    }
    // What an engine mounts over or starts up touches these folders.
    if (!['dev', 'etc', 'proc', 'sys'].includes(path)) facts.push(at.layer.mtime(at.entry).replace(/\.\d+Z/, 'Z'))
    tree.set(path, facts.join(' | '))
  }
  return tree
}

describe('the union of an image’s layers', () => {
  for (const {name, needs, content} of CORPUS) {
    const exported = EXPORTS[content]
    if (exported === undefined) continue
    it(`is what ${exported[0]} exports: ${name}`, requires(...needs, ...needsOf(exported[0])), async () => {
      const {reference, exportTar} = await corpusImage(name)
      const image = await open(reference)
      const layers = await Promise.all(
        image.layers.map(async layer => scanLayer(await layer.content!.open(context), layer.compressedSize ?? 0)),
      )
      const {union} = buildUnion(layers)
      const truth = buildUnion([await scanLayer(createReadStream(exportTar!), statSync(exportTar!).size)]).union
      expect(treeOf(union)).toEqual(treeOf(truth))
      expect(layers.map(layer => [layer.facts.damage, layer.facts.problems])).toEqual(layers.map(() => [null, []]))
      // One squashed layer would hold just the visible bytes: the export is that layer, and the files that it adds are empty.
      expect(figuresOf(union).visibleSize).toBe(figuresOf(truth).visibleSize)
    })
  }
})
