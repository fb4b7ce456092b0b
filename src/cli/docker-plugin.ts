import {jsonText} from '../text/json-text.ts'

/** How docker calls its CLI plugins: `docker-NAME docker-cli-plugin-metadata`, then `docker-NAME [DOCKER'S OPTIONS] NAME ARGS…`. */
const PROGRAM = /(?:^|[\\/])docker-layerlens(?:\.\w+)?$/
const METADATA = 'docker-cli-plugin-metadata'
const NAME = 'layerlens'

/** What docker's own options before our name say, as the environment says it. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  '-H': 'DOCKER_HOST',
  '--host': 'DOCKER_HOST',
  '-c': 'DOCKER_CONTEXT',
  '--context': 'DOCKER_CONTEXT',
  '--config': 'DOCKER_CONFIG',
}

export type Invocation =
  /** docker asks who we are: print `pluginMetadata` */
  | {readonly kind: 'metadata'}
  /** our own arguments, and what docker's options change in the environment: null takes a variable out of it */
  | {readonly kind: 'run'; readonly argv: readonly string[]; readonly environment: PluginEnvironment}

type PluginEnvironment = Readonly<Record<string, string | null>>

/** Reads how the program was called, by its own name or as `docker layerlens`. */
export function invocationOf(program: string, argv: readonly string[]): Invocation {
  if (!PROGRAM.test(program)) return {kind: 'run', argv, environment: {}}
  if (argv[0] === METADATA) return {kind: 'metadata'}
  const at = argv.indexOf(NAME)
  const environment: Record<string, string | null> = {}
  for (const [i, word] of argv.slice(0, Math.max(0, at)).entries()) {
    const inline = /^(--[a-z]+)=(.*)$/s.exec(word)
    const variable = ENVIRONMENT[inline?.[1] ?? word]
    if (variable !== undefined) environment[variable] = inline?.[2] ?? argv[i + 1]!
  }
  // The option counts more than DOCKER_HOST, which counts more than the variable that stands for it here.
  if (environment.DOCKER_CONTEXT !== undefined) environment.DOCKER_HOST ??= null
  return {kind: 'run', argv: argv.slice(at + 1), environment}
}

/** What docker shows in its help and in `docker info`. */
export function pluginMetadata(version: string): string {
  const metadata = {
    SchemaVersion: '0.1.0',
    Vendor: 'layerlens',
    Version: version,
    ShortDescription: 'Look into container images, layer by layer',
  }
  return `${jsonText(metadata, 0)}\n`
}
