// Loaded before a command by compile.mjs: when the command ends, keeps what V8 has compiled of it by then, as
// command.cjs reads it. A cache is there whole or not at all, also where two are made at once.
const { renameSync, rmSync, writeFileSync } = require('node:fs')
const vm = require('node:vm')

vm.Script = class extends vm.Script {
  constructor(code, options) {
    super(code, options)
    process.on('exit', () => keep(options, code, this.createCachedData()))
  }
}

function keep({ filename, stamp }, code, data) {
  const cache = filename.replace(/\.js$/, '.cache')
  const fresh = `${cache}.${process.pid}`
  const parts = [stamp, Buffer.from(code, 'latin1'), data, data]
  try {
    writeFileSync(fresh, Buffer.concat(parts), { mode: 0o644, flush: true })
    renameSync(fresh, cache)
  } catch {
    rmSync(fresh, { force: true }) // a full disk: it starts more slowly, and that is all
  }
}
