import {describe, expect, it} from 'vitest'
import {type Holder, holderName} from '../../../../src/image/analysis/sharing/holder.ts'
import type {HoldingImage, Holdings} from '../../../../src/image/analysis/sharing/holdings.ts'
import {marksNamed} from '../../../../src/image/analysis/sharing/marks-named.ts'
import {type RemovalMark, removalPlan} from '../../../../src/image/analysis/sharing/removal-plan.ts'
import {Chance} from '../../../chance.ts'
import {holding, sharingOf, standing} from './holding.ts'

const told = (holder: Holder) => `${holder.kind} ${holderName(holder)}`

/** The plan in words; marks are keys of images, or `key=tag` for a single tag. */
function plan(images: readonly HoldingImage[], marks: readonly string[], more: Partial<Holdings> = {}) {
  const parsed = marks.map((text): RemovalMark => {
    const [image = '', tag] = text.split('=')
    return tag === undefined ? {image} : {image, tags: [tag]}
  })
  const {freed, goes, stays, kept} = removalPlan(sharingOf(images, more), parsed)
  return {
    freed,
    goes: goes.map(({image, because}) => `${image.key}${because === 'marked' ? '' : ' (parent)'}`),
    stays: stays.map(({image, untagged, heldBy}) => `${image.key} −${untagged.length}: ${heldBy.map(told).join(', ')}`),
    kept: `${kept.bytes}: ${kept.by.map(({holder, bytes}) => `${told(holder)} ${bytes}`).join(', ')}`,
  }
}

const a = holding('a', 'base:100 mid:20 x:5')
const b = holding('b', 'base:100 mid:20 y:7')
const c = holding('c', 'base:100 z:3')

describe('removing', () => {
  it('frees what no other image holds, and says who holds the rest', () => {
    expect(plan([a, b, c], ['a'])).toEqual({freed: 5, goes: ['a'], stays: [], kept: '120: image b 120, image c 100'})
  })

  it('frees more together than one by one', () => {
    expect(plan([a, b, c], ['a', 'b'])).toMatchObject({freed: 32, kept: '100: image c 100'})
    expect(plan([a, b, c], ['a', 'b', 'c'])).toMatchObject({freed: 135, kept: '0: '})
  })

  it('passes over marks of images that are not here any more, and over being told twice', () => {
    expect(plan([a, b], ['a', 'gone', 'a'])).toMatchObject({freed: 5, goes: ['a']})
  })

  it('frees nothing while another tag leads to the image', () => {
    const twice = holding('t', 'x:5', {tags: ['one', 'two']})
    expect(plan([twice], ['t=one'])).toEqual({freed: 0, goes: [], stays: ['t −1: tag two'], kept: '5: tag two 5'})
    expect(plan([twice], ['t=one', 't=two'])).toMatchObject({freed: 5, goes: ['t'], stays: []})
    expect(plan([twice], ['t'])).toMatchObject({freed: 5, goes: ['t'], stays: []})
  })

  it('keeps an image that a container stands on, stopped or not, and all its layers', () => {
    const containers = [standing('web', 'a', true), standing('old', 'a')]
    expect(plan([a, c], ['a'], {containers})).toEqual({
      freed: 0,
      goes: [],
      stays: ['a −1: container web, container old'],
      kept: '125: container web 125, container old 125, image c 100',
    })
  })

  it('only untags what another image was built on step by step', () => {
    const child = holding('child', 'base:100 mid:20 x:5 top:1', {parent: 'a'})
    expect(plan([a, child], ['a'])).toEqual({
      freed: 0,
      goes: [],
      stays: ['a −1: child child'],
      kept: '125: image child 125',
    })
    expect(plan([a, child], ['a', 'child'])).toMatchObject({freed: 126, goes: ['child', 'a'], stays: []})
  })

  it("takes in containerd's store what others were built on, too", () => {
    const step = holding('step', 'base:100 mid:20', {tags: [], listed: false})
    const parent = holding('a', 'base:100 mid:20 x:5', {parent: 'step'})
    const child = holding('child', 'base:100 mid:20 x:5 top:1', {parent: 'a'})
    expect(plan([step, parent, child], ['a'], {containerdStore: true})).toEqual({
      freed: 0,
      goes: ['a', 'step (parent)'],
      stays: [],
      kept: '125: image child 125',
    })
    // A step that stays is named by what came of it.
    const other = holding('other', 'base:100 mid:20 y:7', {parent: 'step'})
    expect(plan([step, other, child], ['child'], {containerdStore: true}).kept).toBe('120: image other 120')
  })

  it('takes untagged parents along, down to the first that something holds', () => {
    const steps = {tags: [], listed: false}
    const images = [
      holding('base', 'base:100'),
      holding('p1', 'base:100 p1:10', {...steps, parent: 'base'}),
      holding('p2', 'base:100 p1:10 p2:20', {...steps, parent: 'p1'}),
      holding('app', 'base:100 p1:10 p2:20 app:1', {parent: 'p2'}),
    ]
    expect(plan(images, ['app'])).toEqual({
      freed: 31,
      goes: ['app', 'p2 (parent)', 'p1 (parent)'],
      stays: [],
      kept: '100: image base 100',
    })
    // What a container holds of an intermediate step stays with it.
    expect(plan(images, ['app'], {containers: [standing('debug', 'p1')]})).toMatchObject({
      freed: 21,
      goes: ['app', 'p2 (parent)'],
      kept: '110: container debug 110, image base 100',
    })
    const other = holding('other', 'base:100 p1:10 other:2', {parent: 'p1'})
    expect(plan([...images, other], ['app'])).toMatchObject({freed: 21, goes: ['app', 'p2 (parent)']})
    expect(plan([...images, other], ['app', 'other'])).toMatchObject({freed: 33})
  })

  it('names an untagged parent where nothing else tells why its layers stay', () => {
    const left = holding('left', 'base:100', {tags: [], listed: false})
    expect(plan([holding('d', 'base:100 x:5'), left], ['d'])).toMatchObject({
      freed: 5,
      kept: '100: untagged-parent left 100',
    })
  })

  it('removes a dangling image, which has no tag to lose', () => {
    expect(plan([holding('d', 'x:5', {tags: []})], ['d'])).toMatchObject({freed: 5, goes: ['d']})
  })

  it('is at a loss with no image that claims to be its own parent', () => {
    const images = [holding('a', 'x', {parent: 'b'}), holding('b', 'x y', {parent: 'a'})]
    expect(plan(images, ['a', 'b'])).toMatchObject({freed: 0, goes: []})
  })

  it('counts a blob that an image has twice once', () => {
    const images = [holding('a', 'x:5 x:5'), holding('b', 'x:5')]
    expect(plan(images, ['a'], {sharedBy: 'blob'})).toMatchObject({freed: 0})
    expect(plan(images, ['a', 'b'], {sharedBy: 'blob'})).toMatchObject({freed: 5})
  })

  it('says how many layers go of whose size nobody knows', () => {
    const sharing = sharingOf([holding('a', 'x:? y:5')])
    expect(removalPlan(sharing, [{image: 'a'}])).toMatchObject({freed: 5, layers: 2, unsized: 1})
  })
})

describe('naming what is to be removed', () => {
  const platforms = ['amd64', 'arm64'].map(name => holding(name, `x ${name}`, {tags: [`shop:1 (linux/${name})`]}))
  const sharing = sharingOf([holding('sha256:abcdef', 'y', {tags: ['a:latest', 'b:1']}), ...platforms])

  it.each([
    ['a', [{image: 'sha256:abcdef', tags: ['a:latest']}]],
    ['abcd', [{image: 'sha256:abcdef'}]],
    ['none', []],
  ])('takes %s for %j', (name, marks) => expect(marksNamed(sharing, name)).toEqual(marks))

  it('means every platform that a tag leads to', () => {
    const marks = marksNamed(sharing, 'shop:1')
    expect(removalPlan(sharing, marks).goes.map(({image}) => image.key)).toEqual(['amd64', 'arm64'])
  })
})

describe('worked out layer by layer, without anything taken together', () => {
  it.each(['chain', 'blob'] as const)('the same is freed, stays and is held, where %ss are shared', sharedBy => {
    for (let seed = 1; seed <= 300; seed++) {
      const chance = new Chance(seed)
      // Few names, some twice in one image: the same blob then stands at many places.
      const images = Array.from({length: 1 + chance.below(8)}, (_, i) =>
        holding(
          `i${i}`,
          Array.from({length: chance.below(6)}, () => `l${chance.below(7)}:${2 ** chance.below(7)}`).join(' '),
        ),
      )
      const sharing = sharingOf(images, {sharedBy})
      const marked = new Set([...images.keys()].filter(() => chance.is(0.5)))
      const {freed, layers, kept} = removalPlan(
        sharing,
        [...marked].map(i => ({image: `i${i}`})),
      )
      const sums = {freed: 0, layers: 0, stays: 0, keptLayers: 0}
      const by = new Map<number, number>()
      for (let layer = 0; layer < sharing.table.layerCount; layer++) {
        const holders = [...sharing.holdersOf(layer)]
        if (!holders.some(i => marked.has(i))) continue
        const bytes = sharing.table.bytes[layer]!
        const others = holders.filter(i => !marked.has(i))
        if (others.length === 0) sums.freed += bytes
        if (others.length === 0) sums.layers++
        else {
          sums.stays += bytes
          sums.keptLayers++
        }
        for (const other of others) by.set(other, (by.get(other) ?? 0) + bytes)
      }
      expect({freed, layers, stays: kept.bytes, keptLayers: kept.layers}).toEqual(sums)
      expect(new Map(kept.by.map(({holder, bytes}) => [Number(holderName(holder).slice(1)), bytes]))).toEqual(by)
      expect(kept.by.map(({bytes}) => bytes)).toEqual([...by.values()].sort((x, y) => y - x))
    }
  })
})
