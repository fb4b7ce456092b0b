import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll} from 'vitest'
import {command} from '../../corpus/real/command.ts'

export interface Issued {
  /** paths of PEM files */
  readonly certificate: string
  readonly key: string
}

/** An authority of the tests' own, made by openssl: a private CA as companies have one. */
export class PrivateAuthority {
  readonly folder: string
  private serial = 1

  private constructor(folder: string) {
    this.folder = folder
  }

  static async make(): Promise<PrivateAuthority> {
    const folder = mkdtempSync(join(tmpdir(), 'layerlens-ca-'))
    afterAll(() => rmSync(folder, {recursive: true, force: true}))
    mkdirSync(join(folder, 'trust'))
    await command('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...[
        '-subj',
        '/CN=layerlens test authority',
        '-keyout',
        join(folder, 'ca.key'),
        '-out',
        join(folder, 'trust', 'ca.crt'),
      ],
    ])
    return new PrivateAuthority(folder)
  }

  /** The authority's own certificate, PEM. */
  get pem(): Buffer {
    return readFileSync(this.certificate)
  }

  get certificate(): string {
    return join(this.trust, 'ca.crt')
  }

  /** A folder with nothing else in it, as certs.d has one for a host. */
  get trust(): string {
    return join(this.folder, 'trust')
  }

  /** A certificate for these names and addresses, valid for `days` from now. */
  async issue(name: string, names: readonly string[], days = 2): Promise<Issued> {
    const to = (suffix: string) => join(this.folder, `${name}.${suffix}`)
    await command('openssl', [
      ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', `/CN=${name}`],
      ...['-keyout', to('key'), '-out', to('csr')],
    ])
    writeFileSync(to('ext'), `subjectAltName=${names.join(',')}\n`)
    await command('openssl', [
      ...['x509', '-req', '-in', to('csr'), '-CA', this.certificate, '-CAkey', join(this.folder, 'ca.key')],
      ...['-set_serial', String(++this.serial), '-days', String(days), '-extfile', to('ext'), '-out', to('crt')],
    ])
    return {certificate: to('crt'), key: to('key')}
  }
}
