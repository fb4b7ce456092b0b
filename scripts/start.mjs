// `npm start [-- ARGUMENTS]`: installs and builds what is missing, then runs the program in this same process, so that the
// terminal, signals and the exit code are its own. Without arguments it opens the demo image.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `layerlens needs Node 20.19 or newer; this is ${process.versions.node}. https://nodejs.org has newer ones.`,
  )
  process.exit(2)
}

const {existsSync} = await import('node:fs')
const {join} = await import('node:path')
const {pathToFileURL} = await import('node:url')
const {ensureInstalled, root} = await import('./checkout.mjs')
const {ensureBuilt} = await import('./ensure-built.mjs')

ensureInstalled()
await ensureBuilt()

const args = process.argv.slice(2)
if (args.length === 0) args.push(await demoImage())

const main = join(root, 'dist', 'main.js')
process.argv = [process.execPath, main, ...args]
await import(pathToFileURL(main).href)

/** Path of the demo image as one would type it; it is in the repository, but can be made anew. */
async function demoImage() {
  const path = join(root, 'assets', 'demo.tar')
  if (!existsSync(path)) {
    const {spawnSync} = await import('node:child_process')
    const maker = join(root, 'scripts', 'demo.mjs')
    if (existsSync(maker)) spawnSync(process.execPath, [maker], {cwd: root, stdio: ['ignore', 2, 2]})
  }
  return process.cwd() === join(root, '.') || `${process.cwd()}/` === root ? 'assets/demo.tar' : path
}
