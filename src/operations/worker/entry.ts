import {workerData} from 'node:worker_threads'
import {speakLanguage} from '../../text/language.ts'
import type {ThreadData} from './thread-cache.ts'

/** The entry of a thread: its language is spoken before anything is loaded that words itself. What is sent meanwhile waits. */
await speakLanguage((workerData as ThreadData | null)?.language ?? 'en')
await import('./worker.ts')
