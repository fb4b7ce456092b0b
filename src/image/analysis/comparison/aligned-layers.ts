/** A layer as it is aligned with others. */
export interface AlignableLayer {
  /** diffID; null where it isn't known: such a layer is like no other */
  readonly diffId: string | null
  /** the instruction that left it; hostile */
  readonly createdBy: string | null
}

/** Layers of two images side by side, by their numbers. */
export type AlignedLayers =
  /** the same layer on the same layers below: stored once where both are */
  | {readonly kind: 'common'; readonly before: number; readonly after: number}
  /** the same content on other layers below, or at another place */
  | {readonly kind: 'elsewhere'; readonly before: number; readonly after: number}
  /** the same instruction made something else */
  | {readonly kind: 'rebuilt'; readonly before: number; readonly after: number}
  | {readonly kind: 'removed'; readonly before: number; readonly after: null}
  | {readonly kind: 'added'; readonly before: null; readonly after: number}

/** Aligns the layers of two images, base first, in the order of the one after; what was removed stands where it was. */
export function alignLayers(
  before: readonly AlignableLayer[],
  after: readonly AlignableLayer[],
): readonly AlignedLayers[] {
  let common = 0
  while (common < before.length && common < after.length && isSame(before[common]!, after[common]!)) common++
  const partners = new Map<number, {readonly before: number; readonly kind: 'elsewhere' | 'rebuilt'}>()
  const taken = new Set<number>()
  const pair = (kind: 'elsewhere' | 'rebuilt', fits: (a: AlignableLayer, b: AlignableLayer) => boolean) => {
    for (let j = common; j < after.length; j++) {
      if (partners.has(j)) continue
      for (let i = common; i < before.length; i++) {
        if (taken.has(i) || !fits(before[i]!, after[j]!)) continue
        partners.set(j, {before: i, kind})
        taken.add(i)
        break
      }
    }
  }
  pair('elsewhere', isSame)
  pair('rebuilt', (a, b) => a.createdBy !== null && a.createdBy === b.createdBy)
  const rows: AlignedLayers[] = Array.from({length: common}, (_, i) => ({kind: 'common', before: i, after: i}))
  let next = common
  const removedUpTo = (end: number) => {
    for (; next < end; next++) if (!taken.has(next)) rows.push({kind: 'removed', before: next, after: null})
  }
  const partnerFrom = (j: number): number => {
    for (let k = j; k < after.length; k++) if (partners.has(k)) return partners.get(k)!.before
    return before.length
  }
  for (let j = common; j < after.length; j++) {
    const partner = partners.get(j)
    if (partner === undefined) {
      // What stood here goes before what comes.
      removedUpTo(partnerFrom(j))
      rows.push({kind: 'added', before: null, after: j})
    } else {
      removedUpTo(partner.before)
      rows.push({kind: partner.kind, before: partner.before, after: j})
    }
  }
  removedUpTo(before.length)
  return rows
}

function isSame(a: AlignableLayer, b: AlignableLayer): boolean {
  return a.diffId !== null && a.diffId === b.diffId
}
