import {gzipSync} from 'node:zlib'
import {LayoutBuilder, packTar} from '../corpus/archives.ts'

const MEMBERS = 48
const MEMBER_BYTES = 64 * 1024 * 1024

/**
 * An OCI layout of a few megabytes with a layer of 3 GB, all zeros: a while to read on any machine. Gives its path.
 * The layer's diffID is made up: nobody reads this to the end.
 */
export async function writeSlowLayout(folder: string): Promise<string> {
  const size = MEMBERS * MEMBER_BYTES
  const header = Buffer.from((await packTar([{name: 'zeros', content: ''}])).subarray(0, 512))
  header.write(`${size.toString(8).padStart(11, '0')} `, 124)
  header.fill(' ', 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  const zeros = gzipSync(Buffer.alloc(MEMBER_BYTES))
  const end = gzipSync(Buffer.alloc(1024))
  const stored = Buffer.concat([gzipSync(header), ...Array.from({length: MEMBERS}, () => zeros), end])
  const small = await packTar([{name: 'etc/motd', content: 'hello'}])
  const layout = new LayoutBuilder()
  layout.list(
    layout.image([small, header], {stored: [small, stored], layerType: 'application/vnd.oci.image.layer.v1.tar+gzip'}),
    'slow',
  )
  return layout.writeFolder(folder)
}
