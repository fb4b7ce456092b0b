import type {Option} from './command.ts'

/** Options that the program takes everywhere. */
export const COMMON_OPTIONS: readonly Option[] = [
  {name: 'platform', value: 'OS/ARCH[/VARIANT]', help: 'which platform of an image that has several'},
  {name: 'no-cache', help: 'neither use nor write the index cache'},
  {name: 'debug', value: 'FILE', help: 'write a log of what happens, one JSON object a line'},
  {name: 'help', help: 'show this help'},
  {name: 'version', help: 'show the version'},
]
