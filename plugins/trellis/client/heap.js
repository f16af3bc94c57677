// Numbers in the order of their costs: a binary heap that knows where each number is, so that a cost can become less.

export class Heap {
  /** @param {number} size the numbers are below this */
  constructor(size) {
    this.costs = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    this.items = new Int32Array(size);
    this.places = new Int32Array(size).fill(-1);
    this.length = 0;
  }

  /** @param {number} item */
  cost(item) {
    return this.costs[item] ?? Number.POSITIVE_INFINITY;
  }

  /** Puts *item* in, or gives it a lower cost. @param {number} item @param {number} cost */
  put(item, cost) {
    this.costs[item] = cost;
    const known = this.places[item] ?? -1;
    this.#up(known < 0 ? this.length++ : known, item);
  }

  /** Takes out the item that costs least; its cost stays known. -1 if there is none. */
  take() {
    if (!this.length) return -1;
    const first = this.#at(0);
    this.places[first] = -1;
    const last = this.#at(--this.length);
    if (this.length) this.#down(0, last);
    return first;
  }

  /** @param {number} place */
  #at(place) {
    return /** @type {number} */ (this.items[place]);
  }

  /** @param {number} place @param {number} item */
  #set(place, item) {
    this.items[place] = item;
    this.places[item] = place;
  }

  /** @param {number} place @param {number} item */
  #up(place, item) {
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (this.cost(this.#at(above)) <= this.cost(item)) break;
      this.#set(place, this.#at(above));
      place = above;
    }
    this.#set(place, item);
  }

  /** @param {number} place @param {number} item */
  #down(place, item) {
    for (;;) {
      let below = 2 * place + 1;
      if (below >= this.length) break;
      if (below + 1 < this.length && this.cost(this.#at(below + 1)) < this.cost(this.#at(below))) below += 1;
      if (this.cost(this.#at(below)) >= this.cost(item)) break;
      this.#set(place, this.#at(below));
      place = below;
    }
    this.#set(place, item);
  }
}
