/** A Durable Object namespace: names to objects, and stubs that call them. */
import { createHash } from "node:crypto";
import type { ObjectId } from "./durable-object-state.ts";
import { createSlot, type ObjectClass, type ObjectsHost, type Slot } from "./objects.ts";

export type Namespace<Rpc> = {
  idFromName(name: string): DurableObjectId;
  get(id: DurableObjectId, options?: object): Rpc;
  getByName(name: string, options?: object): Rpc;
  jurisdiction(name: string): Namespace<Rpc>;
};

export type Objects<Rpc> = {
  readonly namespace: Namespace<Rpc>;
  /** Every object that was ever addressed, in that order. */
  readonly slots: ReadonlyMap<string, Slot>;
  /** The one of that name, in whatever jurisdiction; undefined when nobody ever addressed it. */
  find(name: string): Slot | undefined;
};

export function createObjects<Rpc extends object, Env>(
  className: string,
  Class: ObjectClass<Env>,
  host: ObjectsHost<Env>,
): Objects<Rpc> {
  const slots = new Map<string, Slot>();

  const slotOf = (id: ObjectId, place: string): Slot => {
    const key = `${className}/${place}${id.name}`;
    const known = slots.get(key);
    if (known !== undefined) return known;
    const slot = createSlot(key, id, Class, host);
    slots.set(key, slot);
    return slot;
  };

  const namespaceIn = (place: string): Namespace<Rpc> => ({
    idFromName: (name) => asId(nameId(`${className}/${place}`, name)),
    get(id) {
      const { name } = id;
      if (name === undefined) throw new TypeError("only objects with a name are used here");
      return stubOf<Rpc>(slotOf(nameId(`${className}/${place}`, name), place));
    },
    getByName: (name) => stubOf<Rpc>(slotOf(nameId(`${className}/${place}`, name), place)),
    jurisdiction: (name) => namespaceIn(`${name}/`),
  });

  return {
    namespace: namespaceIn(""),
    slots,
    find: (name) => [...slots.values()].find((slot) => slot.id.name === name),
  };
}

function nameId(namespace: string, name: string): ObjectId {
  let hex: string | null = null;
  const id: ObjectId = {
    name,
    toString() {
      hex ??= createHash("sha256").update(`${namespace}/${name}`).digest("hex");
      return hex;
    },
    equals: (other) => other.toString() === id.toString(),
  };
  return id;
}

const asId = (id: ObjectId): DurableObjectId => id as unknown as DurableObjectId;

/** Any property of a stub is a method that goes to the object; what it throws comes back as a rejection. */
function stubOf<Rpc extends object>(slot: Slot): Rpc {
  return new Proxy({} as Rpc, {
    get(_target, property) {
      // A stub is not a promise: awaiting one by mistake must not call `then` on the object.
      if (typeof property !== "string" || property === "then") return undefined;
      if (property === "id") return slot.id;
      if (property === "name") return slot.id.name;
      return (...args: unknown[]) => slot.call(property, args);
    },
  });
}
