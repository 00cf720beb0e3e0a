/**
 * Lets one loop sleep until one of several things has happened. The loop looks at all of them
 * before it sleeps, with no `await` in between, so a ring that comes while it is awake is not lost.
 */
export class Bell {
  #wake = () => {}

  ring(): void {
    this.#wake()
  }

  rung(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
