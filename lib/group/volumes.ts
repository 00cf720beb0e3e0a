import { elsewhere } from '../record/host.js'
import { Interned } from './interned.js'

/** Numbers for devices, each of its machine, and for machines: a few, for millions of files. */
export class Volumes {
  readonly #devices = new Interned()
  readonly #machines = new Interned()
  /** By device. */
  readonly #machineOf: number[] = []

  constructor() {
    this.#machines.numberOf(HERE)
  }

  /** The same for a record without a host and for one that names this machine. */
  numberOf(dev: string, host: string | undefined): number {
    const away = elsewhere({ host })
    const number = this.#devices.numberOf(deviceText(dev, away))
    this.#machineOf[number] ??= this.#machines.numberOf(away ?? HERE)
    return number
  }

  /** Numbers given so far. */
  get count(): number {
    return this.#machineOf.length
  }

  /** 0: it is of this machine. @param number one that `numberOf` gave */
  machineOf(number: number): number {
    return this.#machineOf[number]!
  }

  /** The name of the machine that it is of; empty for this one. */
  hostOf(number: number): string {
    return this.#machines.textOf(this.machineOf(number))
  }

  /** For each number its place: this machine's devices first, then machine by machine, each by its number. */
  ranks(): number[] {
    return this.#devices.ranks()
  }
}

const HERE = ''

function deviceText(dev: string, host: string | undefined): string {
  const digits = dev.padStart(20, '0')
  return host === undefined ? `\0${digits}` : `\x01${host}\0${digits}`
}
