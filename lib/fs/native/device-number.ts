/** `makedev(3)`, which remembers what it made last: that costs more than the rest, and stays the same. */
export function deviceNumber(): (major: number, minor: number) => bigint {
  let [lastMajor, lastMinor, last] = [0, 0, 0n]
  return (major, minor) => {
    if (major === lastMajor && minor === lastMinor) return last
    ;[lastMajor, lastMinor] = [major, minor]
    const [high, low] = [BigInt(major), BigInt(minor)]
    last =
      ((high & 0xfffff000n) << 32n) |
      ((high & 0xfffn) << 8n) |
      ((low & 0xffffff00n) << 12n) |
      (low & 0xffn)
    return last
  }
}
