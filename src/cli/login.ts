import {LensError} from '../image/oci/error.ts'
import {parseRegistryHost} from '../image/oci/remote-name.ts'
import {login as logIn} from '../operations/registry/login.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {type Command, EXIT} from './command.ts'

export const login: Command = {
  name: 'login',
  brief: 'at a registry',
  usage: 'HOST',
  summary: 'tell a registry who you are',
  options: [
    {name: 'username', short: 'u', value: 'NAME', help: 'asked for where it is not given'},
    {name: 'password-stdin', help: 'take the password or token from standard input; else it is asked for, unseen'},
    {name: 'json', help: 'where it was kept, as one JSON document'},
  ],
  examples: [
    ['layerlens login registry.lan:5000', 'asks for name and password'],
    ['pass show hub | layerlens login docker.io -u me --password-stdin', 'in a script'],
  ],
  positionals: [1, 1],
  async run(given, world) {
    const host = parseRegistryHost(given.positionals[0]!)
    const username = given.value('username') || (await world.ask('Username: ', false)).trim()
    const password = given.has('password-stdin')
      ? (await world.input()).replace(/\r?\n$/, '')
      : await world.ask('Password: ', true)
    if (username === '' || password === '') {
      throw new LensError('usage', 'A name and a password are needed to log in.', {
        advice: 'Many registries give access tokens that stand in for the password.',
      })
    }
    const {registries, user, signal} = world
    const context = {signal, progress: () => {}}
    const {to, plain} = await logIn({host, username, password, user, registries, context})
    if (plain) {
      world.err(
        `layerlens: warning: The password lies in ${printable(to)} as plain base64, for whoever can read that file.\n` +
          '  A credential helper keeps it safer: credsStore in that file names one (docker-credential-pass, -secretservice).\n',
      )
    }
    await world.out(
      given.has('json')
        ? `${jsonText({host, username, keptIn: to, plain})}\n`
        : `Logged in to ${host} as ${printable(username)}; kept in ${printable(to)}.\n`,
    )
    return EXIT.done
  },
}
