// Loaded before a command at the build: when the command ends, writes what V8 has compiled of it by then.
const { writeFileSync } = require('node:fs')
const vm = require('node:vm')

vm.Script = class extends vm.Script {
  constructor(code, options) {
    super(code, options)
    const kept = options.filename.replace(/\.js$/, '.cache')
    process.on('exit', () => writeFileSync(kept, this.createCachedData()))
  }
}
