import {closeSync, ftruncateSync, openSync, writeSync} from 'node:fs'

/** A docker-archive whose one layer holds one file of `size` zero bytes: a hole on the disk, but all of it can be read. */
export function writeVastArchive(path: string, size: number): void {
  const config = Buffer.from(
    JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      config: {},
      rootfs: {type: 'layers', diff_ids: [`sha256:${'0'.repeat(64)}`]},
      history: [{created_by: 'zeros'}],
    }),
  )
  const manifest = Buffer.from(JSON.stringify([{Config: 'config.json', RepoTags: null, Layers: ['layer.tar']}]))
  const fd = openSync(path, 'w')
  let at = 0
  const put = (bytes: Uint8Array) => {
    writeSync(fd, bytes, 0, bytes.length, at)
    at += Math.ceil(bytes.length / 512) * 512
  }
  for (const [name, bytes] of [
    ['manifest.json', manifest],
    ['config.json', config],
  ] as const) {
    put(header(name, bytes.length))
    put(bytes)
  }
  put(header('layer.tar', 512 + size + 1024))
  put(header('zeros', size))
  ftruncateSync(fd, at + size + 1024 + 1024)
  closeSync(fd)
}

/** A ustar header; sizes beyond 8 GiB in base-256. */
function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  if (size < 8 ** 11) block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  else {
    block[124] = 0x80
    block.writeBigUInt64BE(BigInt(size), 128)
  }
  block.write('00000000000\0', 136)
  block.write('        ', 148)
  block.write('0', 156)
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}
