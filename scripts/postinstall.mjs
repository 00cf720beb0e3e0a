// Run by npm when the packed package has been installed. In a checkout nothing is built by then: setup.mjs is next.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from './compile.mjs'

const bin = join(import.meta.dirname, '../dist/bin')
if (existsSync(bin)) compile(bin)
