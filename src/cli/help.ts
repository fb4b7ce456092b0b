import {pad} from '../text/width.ts'
import {wrap} from '../text/wrap.ts'
import type {Command, Option} from './command.ts'
import {COMMANDS} from './commands.ts'
import {COMMON_OPTIONS} from './common-options.ts'

/** `layerlens --help`; `screen`: the options that only the screen takes. */
export function programHelp(screen: readonly Option[]): string {
  return [
    'layerlens: look into container images, layer by layer',
    '',
    'Usage',
    '  layerlens [REF]               open the explorer; without REF, home',
    '  layerlens COMMAND …           COMMAND --help says what it takes',
    ...commandLines(),
    '',
    'REF names an image: a path, or with its transport',
    '  ./image.tar[:NAME|:@N]     what docker, podman, skopeo or buildah saved',
    '  ./layout[:TAG|@DIGEST]     a folder that is an OCI layout',
    '  -                          an archive on standard input, packed or not',
    '  docker-archive:PATH[:NAME|:@N]  oci-archive:PATH[:TAG]',
    '  oci:DIR[:TAG|@DIGEST]  dir:DIR  docker-daemon:NAME  podman:NAME  container:ID',
    '  docker://HOST/REPO[:TAG|@DIGEST]  an image in a registry  store:NAME',
    '',
    'Options everywhere',
    ...wrap(COMMON_OPTIONS.map(optionName).join('  '), HELP_LINE).map(line => `  ${line}`),
    'Options of the screen (layerlens --print-config says what holds)',
    ...wrap(switched(screen).join('  '), HELP_LINE).map(line => `  ${line}`),
    '',
    'Examples',
    '  docker save shop/api:1.4 | layerlens',
    '  layerlens ls oci:./layout:latest /etc --changes',
    '',
  ].join('\n')
}

/** Cells of a command's name where all are listed, and of what it is about. */
const NAME = 11
const BRIEF = 15

/** Commands beside each other in the order of their table: what goes together stands together. */
const A_LINE = 3

function commandLines(): string[] {
  const cells = COMMANDS.map(({name, brief}) => pad(name, NAME) + pad(brief, BRIEF))
  return Array.from({length: Math.ceil(cells.length / A_LINE)}, (_, line) =>
    `  ${cells.slice(line * A_LINE, (line + 1) * A_LINE).join('')}`.trimEnd(),
  )
}

/** They say what they do: one line is enough for both, where the longest help is to fit a tall screen with its prompt. */
const TOLD_TOGETHER: readonly string[] = ['help', 'version']

/** `layerlens COMMAND --help`. */
export function commandHelp(command: Command): string {
  return [
    `layerlens ${command.name}: ${command.summary}`,
    '',
    'Usage',
    `  layerlens ${command.name} ${command.usage}`,
    '',
    'Options',
    ...optionLines([...command.options, ...COMMON_OPTIONS.filter(({name}) => !TOLD_TOGETHER.includes(name))]),
    `  ${pad('--help, --version', NAME_WIDTH)}show this help, show the version`,
    '',
    'Examples',
    ...command.examples.flatMap(([line, meaning]) => [`  ${line}`, `      ${meaning}`]),
    '',
  ].join('\n')
}

/** The names of options, of those that can be said and denied once: `--[no-]mouse`. */
function switched(options: readonly Option[]): readonly string[] {
  const names = new Set(options.map(({name}) => name))
  return options
    .filter(({name}) => !(name.startsWith('no-') && names.has(name.slice('no-'.length))))
    .map(option => (names.has(`no-${option.name}`) ? `--[no-]${option.name}` : optionName(option)))
}

/** Cells of a line of the program's help. */
const HELP_LINE = 76

function optionName({name, value}: Option): string {
  return `--${name}${value === undefined ? '' : ` ${value}`}`
}

const NAME_WIDTH = 30
const HELP_WIDTH = 48

/** Name and meaning side by side; a long name, and a long meaning, takes more lines. */
function optionLines(options: readonly Option[]): string[] {
  return options.flatMap(option => {
    const short = option.short === undefined ? '' : `-${option.short}, `
    const name = `${short}${optionName(option)}`
    const [first = '', ...more] = wrap(option.help, HELP_WIDTH)
    return [`  ${pad(name, NAME_WIDTH)}${first}`, ...more.map(line => ' '.repeat(NAME_WIDTH + 2) + line)]
  })
}
