import {t} from '../../text/translate.ts'
import {NoOrigin, type Union} from '../filesystem/union.ts'
import {type Oddities, OddityList, shownName} from './oddity.ts'

/**
 * Hard links of a layer that do not lead to what came before them, as every unpacker expects. Looks at the versions of one layer.
 * Linear in their number.
 */
export function oddLinksOf(union: Union, layer: number): Oddities {
  const {layerVersions, versionOrigin} = union.columns
  const found = new OddityList(t`hard links like these`)
  for (let v = layerVersions[layer]!; v < layerVersions[layer + 1]!; v++) {
    if (versionOrigin[v] === v || versionOrigin[v] === NoOrigin.none || !isOdd(union, v)) continue
    found.add(() => sentence(union, v))
  }
  return found.done()
}

function isOdd(union: Union, version: number): boolean {
  const origin = union.columns.versionOrigin[version]!
  return origin < 0 || comesLater(union, origin, version)
}

function comesLater({columns: {versionLayer, versionEntry}}: Union, origin: number, version: number): boolean {
  return versionLayer[origin] === versionLayer[version] && versionEntry[origin]! > versionEntry[version]!
}

function sentence(union: Union, version: number): string {
  const {layer, entry} = union.entryOf(version)!
  const name = shownName(union.path(union.columns.versionNode[version]!))
  const target = shownName(layer.linkTarget(entry) ?? '')
  switch (union.columns.versionOrigin[version]) {
    case NoOrigin.itself:
      return t`${name} is a hard link to itself: it has no content`
    case NoOrigin.folder:
      return t`${name} is a hard link to the folder ${target}, which no file system makes`
    case NoOrigin.broken:
      return t`${name} is a hard link to ${target}, a hard link that leads nowhere itself`
    case NoOrigin.nothing:
      return t`${name} is a hard link to ${target}, which is not there: it has no content`
    default:
      return t`${name} is a hard link to ${target}, which comes after it: unpacked in order it leads nowhere`
  }
}
