#!/usr/bin/env node
'use strict'
// Starts a command: dist/bin/NAME.js is a copy of this file, whatever the NAME. Written in words that a Node of
// ten years ago understands, since one that is too old has to read it to say so.
//
// Of what a short run took beside Node itself, a quarter was V8 compiling: so code/NAME.cache, which
// compile.mjs makes, has what V8 has compiled of code/NAME.js. V8 itself looks neither at Node's patches of V8, nor
// at the text of the code but for its length, nor at the bytes it is given: it would run what it misreads. So
// a cache is taken only if the file of Node that runs has made it of this very code, and both copies of
// what was compiled are the same: comparing bytes takes a tenth of the time that a digest of them does.
// Whatever else is found in its place, if anything, the code is compiled anew.
var name = require('path').basename(__filename, '.js')
var have = process.versions.node.split('.')
if (have[0] < 20 || (have[0] === '20' && have[1] < 15)) {
  process.stderr.write(name + ': needs Node 20.15 or later, this is ' + process.version + '\n')
  process.exitCode = 4
} else start()

function start() {
  var fs = require('fs')
  var Script = require('vm').Script
  var filename = __dirname + '/code/' + name + '.js'
  var code = fs.readFileSync(filename)
  var stamp = stampOf(fs.statSync(process.execPath, { throwIfNoEntry: false }))
  var cachedData = stamp && compiled(fs, stamp, code)
  var options = { filename: filename, cachedData: cachedData, stamp: stamp } // the stamp is for keep-compiled.cjs
  new Script(code.toString('latin1'), options).runInThisContext()(require, filename)
}

/** What must be equal for two runs to read the same compiled code. Two builds of one version are two files. */
function stampOf(node) {
  if (!node) return undefined
  var build = [process.version, process.versions.v8, process.arch, process.platform]
  return Buffer.from(build.concat(node.size, node.mtimeMs).join(' ') + '\n')
}

/** The cache is: the stamp, the code, what V8 has compiled of it, and that once more. */
function compiled(fs, stamp, code) {
  var cache
  try {
    cache = fs.readFileSync(__dirname + '/code/' + name + '.cache')
  } catch (error) {
    return undefined
  }
  var begin = stamp.length + code.length
  var middle = (begin + cache.length) / 2
  if (!cache.subarray(0, stamp.length).equals(stamp)) return undefined
  if (!cache.subarray(stamp.length, begin).equals(code)) return undefined
  var data = cache.subarray(begin, middle)
  return data.equals(cache.subarray(middle)) ? data : undefined
}
