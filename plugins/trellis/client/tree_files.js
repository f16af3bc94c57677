// The files of the tree of all notes, as `tree_data.py` writes them.

/** @typedef {{ name: string, path?: string, count: number, last?: string, holds?: boolean, folders: Folder[], notes: string[], file?: number, at?: number }} Folder */

export class TreeFiles {
  /** @param {string} first the address of the first file */
  constructor(first) {
    this.first = new URL(first, location.href);
    /** @type {Map<number, Promise<Folder[]>>} */
    this.files = new Map();
  }

  /** The folder of the vault. @returns {Promise<Folder>} */
  root() {
    return this.opened(/** @type {Folder} */ ({ file: 0, at: 0 }));
  }

  /** *folder* with what is in it. @param {Folder} folder @returns {Promise<Folder>} */
  async opened(folder) {
    if (folder.file === undefined) return folder;
    const file = this.files.get(folder.file) ?? this.load(folder.file);
    this.files.set(folder.file, file);
    const found = (await file)[folder.at ?? 0];
    if (!found) throw new Error(`the tree of notes has no folder ${folder.at} in file ${folder.file}`);
    return found;
  }

  /** @param {number} number @returns {Promise<Folder[]>} */
  async load(number) {
    const answer = await fetch(new URL(`${number}.json`, this.first));
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    return answer.json();
  }

  /** The address of a note. @param {string} url from the root of the site */
  address(url) {
    return new URL(`../../${url}`, this.first);
  }
}
