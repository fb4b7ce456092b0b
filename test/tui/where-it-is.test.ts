import {describe, expect, it} from 'vitest'
import {LayerIndex} from '../../src/image/layer/layer-index.ts'
import type {Image} from '../../src/image/oci/image.ts'
import {imageFacts} from '../../src/tui/app/explorer.ts'
import {textIn, valuesOf} from '../../src/tui/app/form/form.ts'
import {planOf} from '../../src/tui/app/form/plans.ts'
import {homeOf} from '../../src/tui/app/home/in-state.ts'
import {hints} from '../../src/tui/app/selectors/bottom-line.ts'
import {homeFoot} from '../../src/tui/app/selectors/home-frame.ts'
import {topLine} from '../../src/tui/app/selectors/image-facts.ts'
import {explorerOf, type State, top} from '../../src/tui/app/state.ts'
import {archivePath, pulledName} from '../../src/tui/app/verbs/where-it-is.ts'
import {listed, stored} from './home-states.ts'
import {sampleImage, sampleLayers} from './sample-image.ts'
import {after, opened, opening, press, readingMessages} from './sample-states.ts'
import {sampleSharing} from './sharing-states.ts'

/** The sample image as it is somewhere else. */
function openedFrom(transport: Image['transport'], reference: string, tags: readonly string[] = []): State {
  return opened(opening(80, 24), {...sampleImage(), transport, reference, tags})
}

/** The same over home. */
function openedAt(home: State, transport: Image['transport'], reference: string): State {
  const {contexts} = openedFrom(transport, reference)
  return {...home, contexts: [...home.contexts, contexts[0]!]}
}

function formOn(state: State) {
  const form = top(state)
  if (form.kind !== 'form') throw new Error(`no form: ${state.notice?.text}`)
  return {form, values: valuesOf(form), plan: planOf(state, form)!}
}

const REGISTRY = ['docker', 'docker://registry.lan:5000/shop/api:1.4'] as const

describe('an image that lies in a file', () => {
  it.each([
    ['docker-archive:shop.tar', [], 'shop.tar'],
    ['docker-archive:/tmp/a:b.tar', [], '/tmp/a:b.tar'],
    ['docker-archive:shop.tar:shop/api:1.4', ['shop/api:1.4'], 'shop.tar'],
    ['docker-archive:shop.tar:@2', [], 'shop.tar'],
    [`docker-archive:shop.tar@sha256:${'a'.repeat(64)}`, [], 'shop.tar'],
    ['docker-archive:-', [], null],
  ])('is loaded by its path: %s', (reference, tags, path) => {
    expect(archivePath({...imageFacts(sampleImage()), reference, tags})).toBe(path)
  })

  it('is loaded to where home is, with nothing to be typed', () => {
    for (const [home, place] of [
      [listed(80, 24), null],
      [stored(80, 24), 'store'],
    ] as const) {
      const {values, plan} = formOn(press(openedAt(home, 'docker-archive', 'docker-archive:shop.tar'), 'O'))
      expect(textIn(values, 'path')).toBe('shop.tar')
      expect(plan.begins).toMatchObject({task: {kind: 'load', place, path: 'shop.tar'}})
    }
  })

  it('is loaded to where one says, where no list does', () => {
    const asked = press(openedFrom('docker-archive', 'docker-archive:shop.tar'), 'O')
    expect(formOn(asked).plan.begins).toMatchObject({task: {kind: 'load', place: null, path: 'shop.tar'}})
    const store = formOn(press(asked, 'tab', 'space')).plan
    expect(store.begins).toMatchObject({task: {kind: 'load', place: 'store'}, command: 'layerlens load shop.tar'})
  })
})

describe('an image of a registry', () => {
  it('is told as one: the name of its transport is that of an engine', () => {
    const at = (transport: Image['transport']) => {
      const state = openedFrom(transport, 'registry.lan/tools:1')
      return topLine(explorerOf(state)!, state.capabilities).transport
    }
    expect([at('docker'), at('docker-daemon'), at('docker-archive')]).toEqual([
      'registry',
      'docker-daemon',
      'docker-archive',
    ])
  })

  it.each([
    ['docker://registry.lan:5000/shop/api:1.4', 'registry.lan:5000/shop/api:1.4'],
    ['docker://docker.io/library/nginx', 'nginx:latest'],
    [`docker://registry.lan:5000/shop/api@sha256:${'a'.repeat(64)}`, null],
  ])('is pulled by its name: %s', (reference, name) => {
    expect(pulledName({...imageFacts(sampleImage()), transport: 'docker', reference})).toBe(name)
  })

  it('is pulled from where it is looked at', () => {
    const {plan} = formOn(press(openedAt(listed(80, 24), ...REGISTRY), 'p'))
    expect(plan.begins).toMatchObject({task: {kind: 'pull', place: null, name: 'registry.lan:5000/shop/api:1.4'}})
    const alone = press(openedFrom(...REGISTRY), 'p', 'tab', 'tab', 'space')
    expect(formOn(alone).plan.begins).toMatchObject({task: {kind: 'pull', place: 'store'}})
  })
})

describe('what an image can not be used for where it is', () => {
  const digest = `docker://registry.lan:5000/shop/api@sha256:${'a'.repeat(64)}`
  it.each([
    [...REGISTRY, 'tPRmSO', /^This image is in a registry: p pulls it/],
    ['docker', digest, 'tPRmSOp', /layerlens copy docker:.* store:NAME$/],
    ['docker-archive', 'docker-archive:shop.tar', 'tPRmSp', /^This image is in a file: O loads it/],
    ['docker-archive', 'docker-archive:-', 'tPRmSpO', /write it to a file/],
    ['oci', 'oci:shop', 'tPRmSpO', /layerlens copy oci:shop store:NAME$/],
    ['container', 'container:api-1', 'tPRSpO', /^This is a container: m makes an image of it/],
    ['store', 'store:shop/api:1.4', 'pO', /^This image is here already: [PS] /],
    ['docker-daemon', 'docker-daemon:shop/api:1.4', 'pO', /^This image is here already: [PS] /],
    ['docker-daemon', 'docker-daemon:shop/api:1.4', 'm', /R runs this image in one, and m in Containers commits that/],
  ] as const)('is said with the way to it, of %s (%s)', (transport, reference, keys, way) => {
    const state = openedFrom(transport, reference)
    for (const key of keys)
      expect(press(state, key).notice).toEqual({text: expect.stringMatching(way), kind: 'refused'})
  })

  it('is said of a list that has none, too', () => {
    const empty = listed(80, 24, {...listing(), images: [], containers: []})
    expect(press(empty, 't').notice?.text).toBe('There is no image here: p pulls one, O loads one from a file.')
    expect(press(empty, '4', 'd').notice?.text).toBe('There is no image here: p pulls one.')
    expect(press(empty, '2', 'm').notice?.text).toMatch(/^There is no container here: R in Images/)
  })
})

function listing() {
  return homeOf(listed(80, 24))!.listing!
}

describe('an image that was read, and not verified', () => {
  const layers = sampleLayers()
  const tables = layers.map(({columns, facts}) => new LayerIndex(columns, {...facts, table: {end: 1}}))
  const unverified = (of: readonly LayerIndex[], transport: Image['transport'], reference: string) => {
    const told = readingMessages(of).map(each =>
      each.type === 'reading' && each.event.type === 'layer-indexed'
        ? ({...each, event: {...each.event, trust: 'unverified'}} as const)
        : each,
    )
    return press(after(openedFrom(transport, reference), ...told), 'r').notice?.text
  }

  it('says why, and what reads the rest', () => {
    expect(unverified(tables, ...REGISTRY)).toBe(
      'Not verified: layer 0 was listed from its own table of contents, and its files were not read. p pulls the image, and all of it is read and verified.',
    )
    const digest = `docker://registry.lan:5000/shop/api@sha256:${'a'.repeat(64)}`
    expect(unverified(tables, 'docker', digest)).toMatch(/layerlens copy docker:.* store:NAME$/)
    expect(unverified(layers, 'docker-archive', 'docker-archive:shop.tar')).toMatch(
      /no SHA-256 digest that layer 0 could/,
    )
  })
})

describe('a form without a name', () => {
  it('says what to type, and of nothing where it would go', () => {
    for (const key of ['t', 'p']) {
      const asked = press(listed(80, 24), key, 'ctrl+u')
      expect(formOn(asked).plan.summary[0]).toMatch(/^Type .*HOST:PORT\/REPOSITORY:TAG/)
      const typed = press(asked, ...'alpine:3')
      expect(formOn(typed).plan.summary[0]).toMatch(/Docker Hub/)
    }
  })
})

describe('what is marked', () => {
  const marked = (columns: number) =>
    press(after(listed(columns, 24), {type: 'sharing-known', sharing: sampleSharing()}), 'space', 'j', 'space')

  it.each([
    [140, '2 marked: removing them frees 942 MB (132 MB stays: held by shop/api:1.4 and 1 other)'],
    [80, '2 marked: removing them frees 942 MB (132 MB stays: held by 2 others)'],
    [60, '2 marked: removing them frees 942 MB (132 MB stays)'],
    [40, '2 marked: frees 942 MB (132 MB stays)'],
    [30, '2 marked: frees 942 MB'],
    [20, '2 marked'],
  ])('is told in %d columns, what it frees last to go', (columns, text) => {
    const state = marked(columns)
    expect(homeFoot(homeOf(state)!, state).text).toBe(text)
  })

  it.each([60, 80])('offers in %d columns what is done with it', columns => {
    expect(hints(marked(columns), columns).map(({key}) => key)).toEqual(expect.arrayContaining(['=', 'd']))
  })
})
