import {pad} from '../text/width.ts'
import {wrap} from '../text/wrap.ts'
import type {Command, Option} from './command.ts'
import {COMMANDS} from './commands.ts'
import {COMMON_OPTIONS} from './common-options.ts'

/** `layerlens --help`. */
export function programHelp(): string {
  return [
    'layerlens: look into container images, layer by layer',
    '',
    'Usage',
    usageLine('[REF]', 'open the explorer; without REF on the demo'),
    ...COMMANDS.map(command => usageLine(`${command.name} ${command.usage}`, command.summary)),
    usageLine('COMMAND --help', 'what a command takes'),
    '',
    'REF names an image: a path, or with its transport',
    '  ./image.tar[:NAME|:@N]     what docker, podman, skopeo or buildah saved',
    '  ./layout[:TAG|@DIGEST]     a folder that is an OCI layout',
    '  -                          an archive on standard input, packed or not',
    '  docker-archive:PATH[:NAME|:@N]  oci-archive:PATH[:TAG]',
    '  oci:DIR[:TAG|@DIGEST]  dir:DIR',
    '',
    'Options',
    ...optionLines(COMMON_OPTIONS),
    '',
    'Examples',
    '  docker save shop/api:1.4 -o api.tar && layerlens api.tar',
    '  docker save shop/api:1.4 | layerlens',
    '  layerlens inspect --json api.tar | jq .totals',
    '  layerlens ls oci:./layout:latest /etc --changes',
    '',
  ].join('\n')
}

const USAGE_WIDTH = 36

function usageLine(usage: string, summary: string): string {
  return `  ${pad(`layerlens ${usage}`, USAGE_WIDTH)}${summary}`
}

/** `layerlens COMMAND --help`. */
export function commandHelp(command: Command): string {
  return [
    `layerlens ${command.name}: ${command.summary}`,
    '',
    'Usage',
    `  layerlens ${command.name} ${command.usage}`,
    '',
    'Options',
    ...optionLines([...command.options, ...COMMON_OPTIONS]),
    '',
    'Examples',
    ...command.examples.flatMap(([line, meaning]) => [`  ${line}`, `      ${meaning}`]),
    '',
  ].join('\n')
}

const NAME_WIDTH = 30
const HELP_WIDTH = 48

/** Name and meaning side by side; a long name, and a long meaning, takes more lines. */
function optionLines(options: readonly Option[]): string[] {
  return options.flatMap(option => {
    const short = option.short === undefined ? '' : `-${option.short}, `
    const name = `${short}--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`
    const [first = '', ...more] = wrap(option.help, HELP_WIDTH)
    return [`  ${pad(name, NAME_WIDTH)}${first}`, ...more.map(line => ' '.repeat(NAME_WIDTH + 2) + line)]
  })
}
