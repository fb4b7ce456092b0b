// What is left out and changed of packages while they are bundled. Every edit names the words that it stands on, and fails where
// a package has others.
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './checkout.mjs'

/**
 * Modules that stand for others, by a pattern of what is imported:
 * - native add-ons are never shipped: the packages that look for them fall back to JavaScript when loading one throws;
 * - of dockerode only the connection is used. What it brings for BuildKit sessions (which read a .proto from the disk), for ssh
 *   (ours goes through the user's own ssh) and for packing build contexts is most of its weight, and of the time it takes to load;
 * - Ink asks for React's devtools in development only; the package is not installed.
 */
const STAND_INS = [
  [/\.node$/, 'no-native-addon.cjs', 'throw new Error("native add-on left out")'],
  [
    /^(@grpc\/grpc-js|@grpc\/proto-loader|protobufjs|ssh2|tar-fs|@balena\/dockerignore)$/,
    'unused-of-dockerode.cjs',
    'module.exports = {}',
  ],
  [/^react-devtools-core$/, 'no-devtools.mjs', 'export default {}'],
]

/**
 * Ink measures every line of every frame by string-width, which takes each apart into graphemes. Ours (src/text/width.ts) knows
 * at a glance the lines that a screen is made of, and asks string-width for the rest: the same widths, and a frame costs less.
 */
const OWN_WIDTH = `import {width} from ${JSON.stringify(join(root, 'src/text/width.ts'))}
const SGR = /\\u001b\\[[0-9;:]*m/g
export default text => typeof text === 'string' ? width(text.includes('\\u001b') ? text.replace(SGR, '') : text) : 0`

/** Segmenters are made when modules are loaded, each for milliseconds, and most screens and listings never need one. */
const lazySegmenter = (name, options) => [
  `const ${name} = new Intl.Segmenter(${options});`,
  `let made; const ${name} = {segment: text => (made ??= new Intl.Segmenter(${options})).segment(text)};`,
]

/** Files of packages, and what is written in them instead of what. */
const EDITS = {
  'string-width/index.js': [
    lazySegmenter('segmenter', ''),
    // So is the pattern of all emoji.
    [
      String.raw`const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;`,
      String.raw`let emoji; const rgiEmojiRegex = {test: text => (emoji ??= new RegExp('^\\p{RGI_Emoji}$', 'v')).test(text)};`,
    ],
  ],
  'wrap-ansi/index.js': [lazySegmenter('segmenter', '')],
  'slice-ansi/tokenize-ansi.js': [lazySegmenter('GRAPHEME_SEGMENTER', "undefined, {granularity: 'grapheme'}")],
  '@alcalzone/ansi-tokenize/build/tokenize.js': [lazySegmenter('segmenter', 'undefined, { granularity: "grapheme" }')],
  'ink/build/line-update.js': [
    lazySegmenter('segmenter', "undefined, { granularity: 'grapheme' }"),
    // Ink looks for what two versions of a line begin with, grapheme by grapheme where they are not ASCII. What most of our lines
    // are made of joins with nothing either, and is compared like ASCII.
    [
      'const printableAscii = /^[ -~]*$/u;',
      `import {NARROW as printableAscii} from ${JSON.stringify(join(root, 'src/text/width.ts'))};`,
    ],
  ],
  // Ink takes the rows of every frame apart into cells. Ours are made to fit and need only be joined (src/tui/ui/joined-rows.ts
  // says which frames are meant): a key costs half.
  'ink/build/output.js': [
    [
      'export default class Output {',
      `import {joinedRows} from ${JSON.stringify(join(root, 'src/tui/ui/joined-rows.ts'))};
export default class Output {`,
    ],
    [
      '    get() {',
      '    get() {\n        const joined = joinedRows(this.operations, this.height);\n        if (joined !== null) return joined;',
    ],
  ],
  'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js': [
    // Yoga's loader asks fetch for the bytes that lie in its own text; without, it takes them as they are, 20 ms sooner.
    ['var loadYoga = ', 'const fetch = undefined; var loadYoga = '],
    // And it decodes them letter by letter: 8 ms.
    [
      'var b=xa(a.slice(37)),c=new Uint8Array(b.length);for(a=0;a<b.length;++a)c[a]=b.charCodeAt(a);var d=c',
      'var d=new Uint8Array(Buffer.from(a.slice(37),"base64"))',
    ],
  ],
}

/** What the bundler does to packages. `unmet()`: the files that should have been edited and were not bundled. */
export function packagePlugin() {
  const left = new Set(Object.keys(EDITS))
  const standIns = new Map([
    ['\0own-width.mjs', OWN_WIDTH],
    ...STAND_INS.map(([, name, contents]) => [`\0${name}`, contents]),
  ])
  return {
    name: 'packages',
    unmet: () => [...left],
    resolveId(source, importer) {
      if (source === 'string-width' && importer !== join(root, 'src/text/width.ts')) return '\0own-width.mjs'
      const standIn = STAND_INS.find(([pattern]) => pattern.test(source))
      return standIn === undefined ? null : `\0${standIn[1]}`
    },
    load(id) {
      if (standIns.has(id)) return standIns.get(id)
      const file = id
        .split(/[\\/]node_modules[\\/]/)
        .at(-1)
        .replaceAll('\\', '/')
      const edits = EDITS[file]
      if (edits === undefined) return null
      left.delete(file)
      return edited(id, edits)
    },
  }
}

function edited(path, edits) {
  let contents = readFileSync(path, 'utf8')
  for (const [from, to] of edits) {
    if (!contents.includes(from)) throw new Error(`${path} has changed: ${from} is not in it`)
    contents = contents.replace(from, () => to)
  }
  return contents
}
