// What bundles TypeScript here: the program (build.mjs), and single files for whatever runs sources without building them.
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {rolldown} from 'rolldown'
import {packagePlugin} from './bundled-packages.mjs'
import {root} from './checkout.mjs'

const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/**
 * Bundles the entries ({name: path}) and gives the files as {name, code}, entries first. `minify`: as it ships. `groups`: which
 * modules share a file, as the bundler's groups say it; `chunks: false`: one file for the only entry. Rejects where a source does not compile, with file, line and reason in the message.
 */
export async function bundle(entries, {minify = false, chunks = true, groups, plugins = [packagePlugin()]} = {}) {
  const build = await rolldown({
    cwd: root,
    input: entries,
    platform: 'node',
    plugins,
    // Where modules are grouped the entries are programs, of which nobody imports anything.
    preserveEntrySignatures: groups === undefined ? 'strict' : false,
    logLevel: 'warn',
    transform: {
      target: 'node20',
      jsx: 'react-jsx',
      define: {
        'process.env.NODE_ENV': '"production"',
        'process.env.DEV': '"false"',
        __LAYERLENS_VERSION__: JSON.stringify(version),
      },
    },
  })
  try {
    const {output} = await build.generate({
      format: 'esm',
      minify,
      comments: !minify,
      entryFileNames: '[name].js',
      chunkFileNames: 'chunk-[hash].js',
      codeSplitting:
        chunks && (groups === undefined ? true : {groups: [groups], includeDependenciesRecursively: false}),
    })
    return output.map(({fileName, code}) => ({name: fileName, code}))
  } finally {
    await build.close()
  }
}

/** The source at `path`, with all that it imports, as one ES module's text. */
export async function bundleFile(path) {
  const [file] = await bundle({bundle: path}, {chunks: false})
  return file.code
}

/** The same for TypeScript that lies in no file; it imports by absolute paths. */
export async function bundleText(text) {
  const id = '\0text.ts'
  const plugin = {
    name: 'text',
    resolveId: source => (source === 'text' ? id : null),
    load: asked => (asked === id ? {code: text, moduleType: 'ts'} : null),
  }
  const [file] = await bundle({bundle: 'text'}, {chunks: false, plugins: [plugin, packagePlugin()]})
  return file.code
}
