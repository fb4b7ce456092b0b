import type {Option} from '../../src/cli/command.ts'
import {COMMANDS} from '../../src/cli/commands.ts'
import {COMMON_OPTIONS} from '../../src/cli/common-options.ts'
import {STANDARD, screenOptions} from '../../src/settings/screen-options.ts'
import {BINDINGS} from '../../src/tui/app/bindings.ts'
import {KEY_GROUPS, keysText, MOUSE} from '../../src/tui/app/selectors/help-lines.ts'

/** layerlens(1), from the tables that the program itself works by. man(7) says what the macros mean. */
export function manPage(version: string): string {
  return [
    `.TH LAYERLENS 1 "" "layerlens ${version}" "User Commands"`,
    '.SH NAME',
    'layerlens \\- look into container images, layer by layer',
    '.SH SYNOPSIS',
    '.B layerlens',
    '.RI [ REF ]',
    ...COMMANDS.flatMap(({name, usage}) => ['.br', `.B layerlens ${name}`, text(usage)]).filter(line => line !== ''),
    '.SH DESCRIPTION',
    text(
      'Without a command it opens the screen: on the image that REF names, else on what the engine or the store holds.',
    ),
    text('Results go to standard output, progress and warnings to standard error.'),
    '.SH REFERENCES',
    ...REFERENCES.flatMap(([name, meaning]) => entry(`.B ${text(name)}`, meaning)),
    '.SH OPTIONS',
    ...COMMON_OPTIONS.flatMap(optionEntry),
    ...screenOptions().flatMap(optionEntry),
    '.SH CONFIGURATION',
    text(
      'What is wanted otherwise always stands in config.yaml in $XDG_CONFIG_HOME/layerlens (~/.config/layerlens), or in the file that LAYERLENS_CONFIG names. A flag counts more than a variable, a variable more than the file. layerlens --print-config prints what holds, and who said so.',
    ),
    ...Object.entries(STANDARD).flatMap(([name, {variable, meaning, values}]) =>
      entry(`.B ${text(name)} (${text(variable)})`, `${meaning}: ${values}`),
    ),
    '.SH COMMANDS',
    ...COMMANDS.flatMap(({name, usage, summary, options, examples}) => [
      `.SS layerlens ${name} ${text(usage)}`.trimEnd(),
      text(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`),
      ...options.flatMap(optionEntry),
      ...examples.flatMap(([line, meaning]) => entry(`.B ${text(line)}`, meaning)),
    ]),
    '.SH KEYS',
    ...KEY_GROUPS.flatMap(({title, ids}) => [
      `.SS ${text(title)}`,
      ...ids.flatMap(id => {
        const binding = BINDINGS.find(each => each.id === id)
        return binding === undefined ? [] : entry(`.B ${text(keysText(binding))}`, `${binding.label} (${id})`)
      }),
    ]),
    '.SS Mouse',
    ...MOUSE.flatMap(([what, meaning]) => entry(`.B ${text(what)}`, meaning)),
    '.SH EXIT STATUS',
    ...EXITS.flatMap(([code, meaning]) => entry(`.B ${code}`, meaning)),
    '',
  ].join('\n')
}

const REFERENCES: readonly (readonly [string, string])[] = [
  ['PATH[:NAME|:@N]', 'an archive or an OCI layout folder, told by its content; N counts from 0'],
  ['-', 'an archive on standard input'],
  [
    'docker-archive:PATH[:NAME|:@N]  oci-archive:PATH[:TAG]  oci:DIR[:TAG|@DIGEST]  dir:DIR',
    'files with the format said',
  ],
  ['docker-daemon:NAME  podman:NAME', 'an image of an engine, by tag, ID or the beginning of one'],
  ['container:NAME', 'a container: its image, and what it changed on top'],
  ['store:NAME', 'an image of the embedded store'],
  ['docker://HOST/REPO[:TAG|@DIGEST]', 'an image in a registry'],
]

const EXITS: readonly (readonly [number, string])[] = [
  [0, 'done'],
  [1, 'the answer is no: a check failed, a comparison found differences, a doctor found a fault'],
  [2, 'bad usage or unreadable input, no such image, an image that is not whole'],
  [3, 'an engine or a registry was not reached, or refused'],
  [70, 'a fault of the program itself'],
  [130, 'cancelled'],
]

function optionEntry({name, short, value, help}: Option): string[] {
  const names = `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`
  return entry(`.B ${text(names)}`, help)
}

function entry(head: string, meaning: string): string[] {
  return ['.TP', head, text(meaning)]
}

/** A line of text: nothing in it is a request of roff's. */
function text(line: string): string {
  const escaped = line.replaceAll('\\', '\\e').replaceAll('-', '\\-')
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped
}
