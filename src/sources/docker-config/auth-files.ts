import {join} from 'node:path'
import {type ConfigFile, configFolder, type Environment, readConfigAt} from './config-file.ts'

/** Whose configuration is read. */
export interface User {
  readonly home: string
  readonly environment: Environment
}

/** docker's own config file: `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`. */
export function dockerConfigPath({home, environment}: User): string {
  return join(configFolder(environment, home), 'config.json')
}

/** Where podman, skopeo and buildah keep theirs, containers-auth.json(5), in the order they are asked. */
function containersAuthPaths({home, environment}: User): readonly string[] {
  const {REGISTRY_AUTH_FILE: named, XDG_RUNTIME_DIR: runtime, XDG_CONFIG_HOME: config} = environment
  return [
    ...(named ? [named] : []),
    ...(runtime ? [join(runtime, 'containers', 'auth.json')] : []),
    join(config || join(home, '.config'), 'containers', 'auth.json'),
  ]
}

/** A file that says who we are at registries. */
export interface AuthFile {
  readonly path: string
  readonly config: ConfigFile
}

/** Every one that is there, docker's first. Throws `config-malformed` for one that is damaged, `io` for one that may not be read. */
export function readAuthFiles(user: User): readonly AuthFile[] {
  return [dockerConfigPath(user), ...containersAuthPaths(user)].flatMap(path => {
    const config = readConfigAt(path)
    return config === null ? [] : [{path, config}]
  })
}
