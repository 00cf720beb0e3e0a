// Owned by the hash work; this is the interface.
export {}
