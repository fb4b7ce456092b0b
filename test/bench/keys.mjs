import {setTimeout as pause} from 'node:timers/promises'
import {benchInput} from './inputs.mjs'
import {median, residentPeak, screenUntil, withFolder} from './measure.mjs'

/**
 * What is pressed: first once, then over and over; every second press is measured where two keys take turns. Cursor and layer
 * change with all folders open: the screen is then full of rows, and there are rows to go to, in the small tree too.
 */
export const STROKES = {
  move: {first: ['\t', 'E'], keys: ['j']},
  layer: {first: ['\t', 'E'], keys: ['[', ']']},
  expand: {first: ['\t', 'C'], keys: ['E', 'C'], measured: 'E'},
  sort: {first: ['\t', 'E'], keys: ['s']},
}

/** What is typed into the filter, key by key: matching everything, much, little and nothing; then wildcards, and names in folders. */
const PATTERNS = ['file-01', 'part-0007', 'nowhere', '*.dat', '*-00[0-4].d*', '7/file', 'folder-0?/**/f*1*']

const PRESSES = 40
const PATIENCE = 20_000

/** Milliseconds from a key to its drawn frame at 140×45, the median over many presses, once all layers are read. */
export async function keyToFrame(node, input, stroke, say) {
  const {reference} = await benchInput(input, say)
  const {extra} = await withFolder(folder =>
    screenUntil(node, folder, 'reading-ended', [reference], session => press(session, STROKES[stroke])),
  )
  return median(extra)
}

/** Milliseconds from each key typed into the filter to the frame that shows what matches. */
export async function filterKeysToFrame(node, input, say) {
  const {reference} = await benchInput(input, say)
  const {extra} = await withFolder(folder =>
    screenUntil(node, folder, 'reading-ended', [reference], session => typeFilters(session)),
  )
  return extra
}

async function typeFilters({input, events}) {
  const took = []
  for (const pattern of PATTERNS) {
    await pressed(input, events, '/')
    for (const key of pattern) took.push(await pressed(input, events, key, frame => frame.filtered))
    await pressed(input, events, '\x1b')
  }
  return took
}

async function press({input, events}, {first, keys, measured}) {
  for (const key of first) await pressed(input, events, key)
  const took = []
  for (let i = 0; took.length < PRESSES; i++) {
    const key = keys[i % keys.length]
    const ms = await pressed(input, events, key)
    if (measured === undefined || key === measured) took.push(ms)
  }
  return took
}

/** Milliseconds from the key that looks into a file to the frame that shows what is in it, the median over files of a tree. */
export async function fileToFrame(node, input, say) {
  const {reference} = await benchInput(input, say)
  const {extra} = await withFolder(folder =>
    screenUntil(node, folder, 'reading-ended', [reference], async ({input, events}) => {
      for (const key of ['\t', 'E']) await pressed(input, events, key)
      const took = []
      while (took.length < PRESSES) {
        await pressed(input, events, 'j')
        // On a folder the key is refused: that is a frame without a file.
        const before = events().length
        await pressed(input, events, 'o')
        if (
          events()
            .slice(before)
            .every(entry => entry.event !== 'frame' || entry.file === null)
        )
          continue
        took.push(await untilFrame(events, before, 'o', entry => entry.file === true))
        await pressed(input, events, 'q')
      }
      return took
    }),
  )
  return median(extra)
}

/** Milliseconds from the key that opens the map to its frame, the median of many; another folder each time nothing is kept of. */
export async function mapToFrame(node, input, say) {
  const {reference} = await benchInput(input, say)
  const {extra} = await withFolder(folder =>
    screenUntil(node, folder, 'reading-ended', [reference], async ({input, events}) => {
      const took = [await pressed(input, events, '3')]
      for (let i = 0; i < PRESSES; i++) took.push(await pressed(input, events, i % 2 ? '\x1b[C' : '\x1b[B'))
      return Math.max(took[0], median(took))
    }),
  )
  return extra
}

/** Peak of memory once waste was looked at to its end, over the peak of reading and verifying. */
export async function memoryOfWaste(node, folder, reference) {
  const {extra} = await screenUntil(node, folder, 'reading-ended', [reference], async ({pid, input, events}) => {
    const before = residentPeak(pid)
    input.write('2')
    const deadline = Date.now() + 10 * PATIENCE
    while (!events().some(entry => entry.event === 'analysed')) {
      if (Date.now() > deadline) throw new Error('waste was never analysed')
      await pause(20)
    }
    return residentPeak(pid) / before
  })
  return extra
}

/** Milliseconds from the key that asks an engine anew to the frame with what it lists, the median of many. */
export async function refreshToFrame(node, host) {
  const {extra} = await withFolder(folder =>
    screenUntil(
      node,
      folder,
      // Once it is known what all layers share nothing else is asked of the engine.
      entry => entry.event === 'frame' && entry.sharing,
      ['--host', host],
      async ({input, events}) => {
        const took = []
        for (let i = 0; i < 15; i++) {
          // What the images share may still be on its way: that is another list.
          await pause(1000)
          const known = events().findLast(entry => entry.event === 'frame').lists
          took.push(await pressed(input, events, 'r', frame => frame.lists > known))
        }
        return median(took)
      },
    ),
  )
  return extra
}

/** Presses a key and waits for the frame that follows it, or for the first of those that `shows` is true of. */
async function pressed(input, events, key, shows = () => true) {
  const before = events().length
  input.write(key)
  return untilFrame(events, before, key, shows)
}

/** Milliseconds from the first key after `before` events to the first frame behind it that is wanted. */
async function untilFrame(events, before, key, isWanted) {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    await pause(2)
    const since = events().slice(before)
    const at = since.findIndex(entry => entry.event === 'key')
    const frame = at < 0 ? undefined : since.slice(at).find(entry => entry.event === 'frame' && isWanted(entry))
    if (frame) return frame.ms - since[at].ms
    if (Date.now() > deadline) throw new Error(`no frame followed the key ${JSON.stringify(key)}`)
  }
}
