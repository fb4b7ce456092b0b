// Before `npm pack`: a fresh clone has nothing installed that could build it.
import {ensureInstalled} from './checkout.mjs'

ensureInstalled()
const {build} = await import('./build.mjs')
await build()
