import {parseRegistryHost} from '../image/oci/remote-name.ts'
import {logout as logOut} from '../operations/registry/login.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {type Command, EXIT} from './command.ts'

export const logout: Command = {
  name: 'logout',
  brief: 'forget it',
  usage: 'HOST',
  summary: 'forget who you are at a registry',
  options: [{name: 'json', help: 'as one JSON document'}],
  examples: [['layerlens logout registry.lan:5000', 'take its login out of docker’s config or its helper']],
  positionals: [1, 1],
  async run(given, world) {
    const host = parseRegistryHost(given.positionals[0]!)
    const {removed, from} = await logOut(host, world.user)
    const words = removed ? `The login to ${host} was taken out of` : `There is no login to ${host} in`
    await world.out(given.has('json') ? `${jsonText({host, removed, from})}\n` : `${words} ${printable(from)}.\n`)
    return EXIT.done
  },
}
