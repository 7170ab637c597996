/** Calls of another thread that it has not answered yet. */
interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

export class OwedAnswers {
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0

  /** Has `send` ask under a number of its own; settles with the answer that comes under it. */
  ask<T>(send: (id: number) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      send(id)
    })
  }

  answer(id: number, value: unknown): void {
    this.#take(id)?.resolve(value)
  }

  refuse(id: number, error: Error): void {
    this.#take(id)?.reject(error)
  }

  refuseAll(error: Error): void {
    for (const id of this.#waiting.keys()) this.refuse(id, error)
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }
}
