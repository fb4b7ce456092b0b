import type {Option} from './command.ts'

/** Options that the program takes everywhere. */
export const COMMON_OPTIONS: readonly Option[] = [
  {
    name: 'platform',
    value: 'OS/ARCH[/VARIANT]',
    help: 'which platform of an image that has several',
    choices: ['linux/amd64', 'linux/arm64'],
  },
  {name: 'plain-http', help: 'registries without TLS; here tried anyway'},
  {name: 'host', short: 'H', value: 'HOST', help: 'engine: unix://PATH, tcp://HOST:PORT, ssh://HOST'},
  {name: 'store', value: 'DIR', help: 'where our own store of images is'},
  {name: 'no-cache', help: 'neither use nor write the index cache'},
  {name: 'cache-size', value: 'SIZE', help: 'how large the index cache may be, such as 500MB'},
  {name: 'debug', value: 'FILE', help: 'a log of what happens, one JSON object a line'},
  {name: 'help', help: 'show this help'},
  {name: 'version', help: 'show the version'},
]
