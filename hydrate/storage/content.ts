// A store of bytes -> a storage of contents: files are read at one version, unpacked, and small ones whole.
import { Mistake } from "../../generator/index.ts";
import { size } from "../words.ts";
import type { HearStored, OpenedFile, Storage, Store, StoredFile } from "./storage.ts";
import { isPacked, unpack, UNPACK_LIMITS, type UnpackLimits } from "./unpack.ts";

/** @param limits what packed files may hold */
export function contentsOf(store: Store, limits: UnpackLimits = UNPACK_LIMITS): Storage {
  const open = async (file: StoredFile, hear: HearStored = () => {}): Promise<OpenedFile> => {
    const { version, bytes } = await store.begin(file, 0);
    const stored = heard(bytes, hear);
    return {
      file: version === undefined ? file : { ...file, version },
      content: isPacked(file.name) ? unpack(stored, file.name, limits) : stored,
    };
  };
  return {
    look: (address) => store.look(address),
    open,
    async *read(file, hear) {
      yield* (await open(file, hear)).content;
    },
    async small(file, most) {
      if (file.size > most) {
        throw new Mistake(
          `${file.address} has ${size(file.size)}; ${size(most)} is the most such a file can have. Nothing of this drop was loaded.`,
        );
      }
      const { bytes } = await store.begin(file, 0);
      const chunks: Buffer[] = [];
      for await (const chunk of bytes) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
  };
}

async function* heard(bytes: AsyncIterable<Buffer>, hear: HearStored): AsyncIterable<Buffer> {
  for await (const chunk of bytes) {
    hear(chunk);
    yield chunk;
  }
}
