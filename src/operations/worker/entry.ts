import {setFlagsFromString} from 'node:v8'
import {workerData} from 'node:worker_threads'
import {speakLanguage} from '../../text/language.ts'
import type {ThreadData} from './thread-cache.ts'

/**
 * A layer is indexed in less time than V8 takes to optimize what indexes it, and every thread does that for itself; most of it
 * goes into functions that are compiled once more inside each of their callers. With a third of what is inlined otherwise
 * (bytes of bytecode), twelve layers take a tenth less time and a million files no more. It is a rule of thumb of the compiler,
 * asked whenever it begins, and nothing that what runs already relies on.
 */
setFlagsFromString('--max-inlined-bytecode-size-cumulative=300')

/** The entry of a thread: its language is spoken before anything is loaded that words itself. What is sent meanwhile waits. */
await speakLanguage((workerData as ThreadData | null)?.language ?? 'en')
await import('./worker.ts')
