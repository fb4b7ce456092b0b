import {describe, expect, it} from 'vitest'
import type {ByteRun} from '../../src/image/content/byte-run.ts'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import {lookOf, type Preview} from '../../src/tui/app/preview/preview.ts'
import {previewFoot, previewKind, previewTop} from '../../src/tui/app/selectors/preview-frame.ts'
import {type PreviewRow, previewRows} from '../../src/tui/app/selectors/preview-rows.ts'
import {previewSentences} from '../../src/tui/app/selectors/preview-sentences.ts'
import {explorerOf, type State, top} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {contentOf, lookingInto, serverText, showing, textContent, told, typing, versionOf} from './sample-previews.ts'
import {after, explored, press} from './sample-states.ts'

function shown(state: State): Preview {
  const context = top(state)
  if (context.kind !== 'preview') throw new Error('nothing is looked into')
  return context
}

const rowsOf = (state: State) => previewRows(shown(state), state)
const textOf = (row: PreviewRow) =>
  row.kind === 'text' ? row.parts.map(part => part.text).join('') : row.kind === 'bytes' ? row.hex : ''
const lines = (state: State) => rowsOf(state).map(textOf)
const numbers = (state: State) => rowsOf(state).flatMap(row => (row.kind === 'text' ? [row.number.trim()] : []))
const facts = (state: State) => previewTop(shown(state), state.capabilities).facts.map(fact => fact.text)
const sentences = (state: State) =>
  previewSentences(shown(state), state.capabilities)
    ?.map(({text}) => text)
    .join(' ') ?? null

/** Down to a row of the Files pane, all folders open. */
function at(path: string): State {
  const state = press(explored(120, 36), 'tab', 'E')
  const {union} = explorerOf(state)!
  const node = union!.find(path)
  let found = press(state, 'g')
  for (let i = 0; i < 600; i++) {
    const explorer = explorerOf(found)!
    if (explorer.tree.cursor === node) return found
    found = press(found, 'j')
  }
  throw new Error(`no row of ${path}`)
}

const COUNTED = textContent(Array.from({length: 1000}, (_, i) => `line ${i + 1}\n`).join(''))

describe('a key on a file', () => {
  it.each(['enter', 'right', 'l', 'o', 'space'])('%s looks into it, and asks for its first bytes', key => {
    const [state, effects] = update(at('etc/passwd'), {type: 'key', key})
    expect(shown(state).subject).toMatchObject({path: 'etc/passwd', layer: 1, size: 1320, type: 'file'})
    expect(effects).toMatchObject([
      {type: 'preview', session: 0, limit: 8 << 20, shown: 0, version: shown(state).subject.source},
    ])
  })

  it('shows on a removed row the version that was removed', () => {
    const state = press(at('var/cache/apt'), 'E')
    const [preview] = update(press(state, 'j'), {type: 'key', key: 'o'})
    expect(shown(preview).subject).toMatchObject({path: 'var/cache/apt/pkgcache.bin', layer: 2, hiddenBy: 7})
    expect(facts(preview)).toContain('hidden by layer 7')
  })

  it('opens any version that it is asked for', () => {
    const state = explored(120, 36)
    const {union} = explorerOf(state)!
    const node = union!.find('etc/passwd')
    const versions = union!.versionsOf(node)
    expect(versions.length).toBe(2)
    for (const version of versions) {
      const [preview, effects] = update(state, {type: 'preview', node, version})
      expect(shown(preview).subject.layer).toBe(union!.columns.versionLayer[version])
      expect(effects).toMatchObject([{type: 'preview', version}])
    }
  })

  it('asks for nothing where there are no bytes', () => {
    for (const path of ['etc/hostname', 'lib']) {
      const {union} = explorerOf(explored(80, 24))!
      const [, effects] = update(explored(80, 24), {type: 'preview', node: 0, version: versionOf(union!, path)})
      expect(effects).toEqual([])
    }
  })
})

describe('what is told while a file is read', () => {
  it('is dropped where nobody looks any more, and closing stops the reading', () => {
    const state = lookingInto('etc/passwd', 80, 24)
    const {request} = shown(state)
    const [closed, effects] = update(state, {type: 'key', key: 'esc'})
    expect(effects).toEqual([{type: 'stop-preview', request}])
    const late = {type: 'preview-told', request, event: {type: 'content', content: COUNTED}} as const
    expect(update(closed, late)).toEqual([closed, []])
    const again = press(closed, 'tab')
    expect(after(again, late)).toBe(again)
  })

  it('is why, where it failed', () => {
    const failure = toFailure(new LensError('blob-missing', 'The layer is not here.', {advice: 'Pull it.'}))
    expect(sentences(told(lookingInto('etc/passwd', 80, 24), {type: 'ended', failure}))).toBe(
      'The layer is not here. Pull it.',
    )
  })

  it('is why it stopped, below what was read before', () => {
    const failure = toFailure(new LensError('io', 'The disk is gone.'))
    const part = {type: 'content', content: {...COUNTED, whole: false}} as const
    const state = told(lookingInto('etc/passwd', 80, 24), part, {type: 'ended', failure})
    expect(previewFoot(shown(state), state).problem).toBe('The disk is gone.')
    expect(lines(state)[0]).toBe('line 1')
  })

  it('lets one read more of what is long, as far as is kept', () => {
    const part = {...COUNTED, whole: false, size: 2_000_000_000}
    const [more, effects] = update(showing('etc/passwd', part, 80, 24), {type: 'key', key: 'm'})
    expect(effects).toMatchObject([{type: 'preview', shown: part.bytes.length, limit: part.bytes.length * 8}])
    expect(press(more, 'm').notice?.text).toBe('The file is being read.')
    expect(press(showing('etc/passwd', COUNTED, 80, 24), 'm').notice?.text).toBe('All of the file is here.')
    const most = {...part, bytes: {length: 128 << 20} as ByteRun, text: null}
    expect(press(showing('etc/passwd', most, 80, 24), 'm').notice?.text).toMatch(/extract the file/)
  })
})

describe('where a link leads', () => {
  it.each([
    ['usr/bin/sh', '→ bash', null],
    ['lib', '→ usr/lib', 'It leads to the folder /usr/lib, with 94 paths in the final image.'],
    ['usr/bin/perl5.36.0', 'the same file as /usr/bin/perl', null],
  ])('is told of %s', (path, title, said) => {
    const state = lookingInto(path, 120, 36)
    expect(previewKind(shown(state), state.capabilities).title).toBe(title)
    if (said !== null) expect(sentences(state)).toBe(said)
    else expect(shown(state).subject.source).toBeGreaterThanOrEqual(0)
  })
})

describe('moving in a text', () => {
  const start = showing('etc/passwd', COUNTED, 80, 24)
  it.each([
    [[], 1],
    [['j'], 2],
    [['k'], 1],
    [['pagedown'], 21],
    [['pagedown', 'pageup'], 1],
    [['ctrl+d'], 11],
    [['G'], 981],
    [['G', 'j'], 981],
    [['G', 'k'], 980],
    [['G', 'g'], 1],
  ])('by %j the first line is %d', (keys, first) => {
    expect(numbers(press(start, ...keys))[0]).toBe(String(first))
    expect(lines(press(start, ...keys))).toHaveLength(20)
  })

  it('goes row by row through wrapped lines, and back the same way', () => {
    const wide = showing('etc/passwd', textContent(`${'0123456789'.repeat(30)}\n`.repeat(9)), 60, 16)
    let state = press(wide, 'w')
    const seen = [lines(state)[0]]
    for (let i = 0; i < 100; i++) {
      state = press(state, 'j')
      seen.push(lines(state)[0])
    }
    expect(lines(press(wide, 'w', 'G'))).toEqual(lines(state))
    expect(new Set(seen.slice(0, 6)).size).toBeGreaterThan(4)
    for (let i = 0; i < 100; i++) state = press(state, 'k')
    expect(lines(state)).toEqual(lines(press(wide, 'w')))
    expect(numbers(state).slice(0, 7)).toEqual(['1', '', '', '', '', '', '2'])
    expect(lines(press(wide, 'w', 'pagedown', 'pageup'))).toEqual(lines(press(wide, 'w')))
  })

  it('goes sideways as far as the lines on the screen reach', () => {
    const state = press(showing('opt/app/server.js', serverText, 60, 16), 'l')
    expect(lines(state)[0]).toBe(lines(showing('opt/app/server.js', serverText, 120, 36))[0]!.slice(8))
    expect(lines(press(state, 'h'))).toEqual(lines(showing('opt/app/server.js', serverText, 60, 16)))
    const far = press(state, ...Array.from({length: 99}, () => 'l'))
    expect(lines(far).some(line => line.endsWith('others do'))).toBe(true)
    expect(lines(press(far, 'w'))[0]).toMatch(/^import/)
  })

  it('stays at the same bytes between text and hexadecimal', () => {
    const state = press(showing('etc/passwd', COUNTED, 120, 36), 'pagedown', 'pagedown')
    const first = numbers(state)[0]
    const hex = press(state, 'x')
    expect(lookOf(shown(hex))).toBe('bytes')
    expect(Math.abs(Number(numbers(press(hex, 'x'))[0]) - Number(first))).toBeLessThanOrEqual(2)
  })

  it('never leaves the text when the terminal is made larger', () => {
    const state = after(press(start, 'G'), {type: 'resized', columns: 140, rows: 60})
    expect(lines(state)).toHaveLength(56)
    expect(lines(state).at(-1)).toBe('line 1000')
  })
})

describe('searching', () => {
  const start = showing('etc/passwd', COUNTED, 80, 24)
  const foot = (state: State) => previewFoot(shown(state), state).where

  it('goes to the first match while it is typed, lights it, and goes from match to match', () => {
    const state = typing(start, '/', '7', '7')
    expect(foot(state)).toMatch(/^match 1 of 19 · /)
    expect(numbers(state)).toContain('77')
    const row = rowsOf(state).find(each => each.current)
    expect(row?.kind === 'text' && row.parts).toEqual([
      {text: 'line ', lit: false},
      {text: '77', lit: true},
    ])
    const next = typing(state, 'enter', 'n')
    expect(numbers(next)).toContain('177')
    expect(foot(typing(next, 'N', 'N'))).toMatch(/^match 19 of 19/)
  })

  it('keeps keys for itself until it is sent', () => {
    const state = typing(start, '/', 'l', 'i', 'n', 'e', 'space', '5', 'backspace', 'backspace')
    expect(shown(state).search?.query).toBe('line')
    expect(typing(state, 'enter', 'j').contexts).toHaveLength(state.contexts.length)
    expect(shown(typing(state, 'esc')).search).toBeNull()
  })

  it('starts from where one is, and around the end again', () => {
    const state = typing(typing(start, 'G'), '/', 'l', 'i', 'n', 'e', 'space', '9', '9', '9')
    expect(foot(state)).toMatch(/^match 1 of 1 /)
    expect(foot(typing(typing(start, 'G'), '/', 'l', 'i', 'n', 'e', 'space', '5'))).toMatch(/^match 111 of 111/)
  })

  it('says where nothing matches', () => {
    const state = typing(start, '/', 'x', 'x', 'enter')
    expect(foot(state)).toMatch(/^no match/)
    expect(press(state, 'n').notice?.text).toBe('Nothing matches.')
    expect(press(start, 'n').notice?.text).toBe('Nothing is searched: / does that.')
  })

  it('finds text in bytes, and lights them', () => {
    const bytes = contentOf(Buffer.concat([Buffer.alloc(5000), Buffer.from('needle'), Buffer.alloc(5000)]))
    const state = typing(showing('etc/passwd', bytes, 80, 24), '/', 'n', 'e', 'e', 'd')
    const row = rowsOf(state).find(each => each.current)
    expect(row?.kind === 'bytes' && [row.offset, row.lit]).toEqual(['00001380', [[8, 12]]])
  })

  it('counts keys that come before the first match from that match on', () => {
    const searched = press(start, '/', '7', 'enter')
    expect(foot(searched)).toMatch(/^searching/)
    const hasty = press(searched, 'n', 'n', 'N')
    expect(hasty.notice).toBeNull()
    const found = (state: State, matches: number[], done: boolean) =>
      told(state, {type: 'found', number: shown(state).search!.number, matches, done})
    expect(foot(found(found(hasty, [], false), [5, 20, 30], true))).toMatch(/^match 2 of 3/)
    expect(foot(found(press(searched, 'N'), [5, 20, 30], true))).toMatch(/^match 3 of 3/)
    expect(press(found(hasty, [], true), 'n').notice?.text).toBe('Nothing matches.')
  })

  it('drops what an older search found', () => {
    const state = typing(start, '/', '7')
    const late = told(state, {type: 'found', number: 0, matches: [1, 2, 3], done: true})
    expect(shown(late).search?.matches).toEqual(shown(state).search?.matches)
  })
})

describe('an archive that holds nothing', () => {
  it('is not said to hold a first member', () => {
    const archive = {format: 'tar', members: [], count: 0, damage: null} as const
    const state = showing('etc/passwd', contentOf(new Uint8Array(1024), {archive}), 100, 30)
    expect(previewFoot(shown(state), state).where).toBe('0 members')
  })
})

describe('copying', () => {
  const copied = (state: State, key: string) => {
    const [next, effects] = update(state, {type: 'key', key})
    const [effect] = effects
    return [effect?.type === 'copy' ? effect.text : null, next.notice?.text]
  }

  it('takes the path of a file, in the tree and in its preview', () => {
    expect(copied(at('etc/passwd'), 'y')).toEqual(['/etc/passwd', 'Copied the path: /etc/passwd'])
    expect(copied(lookingInto('etc/passwd', 80, 24), 'y')[0]).toBe('/etc/passwd')
  })

  it('takes the digest of the file where it is known, else its layer’s, and says which', () => {
    const known = showing('etc/passwd', COUNTED, 80, 24)
    expect(copied(known, 'Y')[0]).toBe(`sha256:${COUNTED.sha256}`)
    const [digest, notice] = copied(lookingInto('etc/passwd', 80, 24), 'Y')
    expect(digest).toBe(explorerOf(known)!.image.layers[1]!.diffId)
    expect(notice).toMatch(/^Copied the diffID of layer 1, which brought the file: /)
    expect(copied(press(explored(80, 24), '['), 'Y')[1]).toMatch(/^Copied the diffID of layer 6: /)
  })

  it('never puts on the clipboard what would do harm where it is pasted', () => {
    const [text, notice] = copied(at('etc/evil\x1b]0;owned\x07name\u202etxt'), 'y')
    expect(text).toMatch(/^[\x20-\x7e\u2400-\u2426]+$/u)
    expect(notice).toMatch(/as it is shown/)
  })

  it('says where there is nothing to copy', () => {
    expect(press(explored(80, 24), 'G', 'y').notice?.text).toMatch(/^y works in the files pane \(tab\): copy path/)
  })
})
