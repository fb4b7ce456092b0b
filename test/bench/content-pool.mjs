import {seededRandom} from './random.mjs'

const POOL_BYTES = 32 * 1024 * 1024
const RUN_BYTES = 16 * 1024

/**
 * Bytes to cut file contents from: text of a few thousand words, and an eighth noise, in runs of 16 kB. gzip makes it
 * about 2.7 times smaller, as it does the layers of real distributions; the pool is larger than the window of gzip and of zstd's
 * default level, so that files cut at random places do not compress each other.
 */
export function contentPool() {
  const random = seededRandom(7)
  const words = Array.from({length: 4000}, () => {
    const length = 2 + Math.floor(random() ** 2 * 12)
    return Buffer.from(Array.from({length}, () => 97 + Math.floor(random() ** 1.5 * 26)))
  })
  const pool = Buffer.alloc(POOL_BYTES)
  for (let start = 0; start < POOL_BYTES; start += RUN_BYTES) {
    if (random() < 1 / 8)
      for (let at = start; at < start + RUN_BYTES; at += 4) pool.writeUInt32LE((random() * 2 ** 32) >>> 0, at)
    else fillWithText(pool.subarray(start, start + RUN_BYTES), words, random)
  }
  return pool
}

function fillWithText(run, words, random) {
  for (let at = 0; at < run.length; ) {
    // The power favours the first words, as languages do.
    const word = words[Math.floor(random() ** 3 * words.length)]
    at += word.copy(run, at) + 1
    if (at <= run.length) run[at - 1] = random() < 0.1 ? 10 : 32
  }
}
