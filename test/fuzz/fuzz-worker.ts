import {parentPort, workerData} from 'node:worker_threads'
import {fuzzRange} from './fuzz-range.ts'

/** The thread of `npm run fuzz` that reads the cases: it may hang or die, and the other thread sees at which. */
const {seed, first, end, folder, progress} = workerData as {
  seed: number
  first: number
  end: number
  folder: string
  progress: Int32Array
}
const result = await fuzzRange({seed, first, end, folder}, number => Atomics.store(progress, 0, number))
parentPort!.postMessage(result)
