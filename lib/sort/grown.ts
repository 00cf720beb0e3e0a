/** A larger array with what was in a smaller one, as a list that grows needs it. */
export function grown<T extends { set(from: T): void }>(old: T, room: T): T {
  room.set(old)
  return room
}
