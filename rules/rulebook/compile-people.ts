/** People and groups: who there is, how their numbers read, and who is meant by a name somewhere else in the document. */
import { type GroupId, groupId, type PersonId, personId } from "../ids.ts";
import { readPhone } from "./phones.ts";
import { type Path, quote, type Report } from "./problem.ts";
import type { Group, Person, Rulebook } from "./rulebook.ts";
import type { RulebookSource } from "./source.ts";
import { didYouMean } from "./suggest.ts";

/** Resolves what the owner wrote; each reports what it cannot resolve and answers null. */
export type Directory = {
  person(written: string, path: Path): PersonId | null;
  /** Told first and asked last; null where nobody is listed. */
  readonly owner: PersonId | null;
  nameOf(person: PersonId): string;
  /** A person who is rung on their own becomes a group of one. */
  ringable(written: string, path: Path): GroupId | null;
  readonly people: Rulebook["people"];
  /** Complete only after everything was resolved: groups of one are added as they are met. */
  readonly groups: Rulebook["groups"];
};

/** What rings for a group of one, where the owner named only the person. */
const GROUP_OF_ONE = { ring: "in-order", eachMs: 20_000, accept: "press-1" } as const;

export function compileDirectory(source: RulebookSource, country: string, report: Report): Directory {
  const people: Record<PersonId, Person> = {};
  const groups: Record<GroupId, Group> = {};
  const names = new Map<string, string[]>();
  for (const [id, { name, phone }] of Object.entries(source.people)) {
    const person = { id: personId(id), name: name ?? capitalise(id) };
    for (const word of new Set([id.toLowerCase(), person.name.toLowerCase()]))
      names.set(word, [...(names.get(word) ?? []), id]);
    const reading = readPhone(phone, country);
    if (reading.ok) people[person.id] = { ...person, phone: reading.number };
    else report(["people", id, "phone"], reading.message, reading.hint);
  }
  if (Object.keys(source.people).length === 0) {
    report(
      ["people"],
      "nobody is listed, so nobody could ever be rung or told",
      "Add at least the owner: sam: { phone: ... }",
    );
  }

  const lookup = (written: string): readonly string[] =>
    Object.hasOwn(source.people, written) ? [written] : (names.get(written.toLowerCase()) ?? []);

  const person = (written: string, path: Path): PersonId | null => {
    const [only, ...others] = lookup(written);
    if (only !== undefined && others.length === 0) return personId(only);
    if (only !== undefined) {
      report(
        path,
        `${quote(written)} could be ${[only, ...others].join(" or ")}`,
        "Write the id that stands under people.",
      );
    } else if (written.toLowerCase() === "owner" && owner !== null) {
      return owner;
    } else {
      reportUnknown(written, path, Object.keys(source.people));
    }
    return null;
  };

  const reportUnknown = (written: string, path: Path, candidates: readonly string[]): void => {
    const hint = /\d{3}/.test(written)
      ? "Numbers stand under people; write the person's id here."
      : (didYouMean(written, candidates) ?? `There are: ${candidates.join(", ")}.`);
    report(path, `there is nobody called ${quote(written)}`, hint);
  };

  const owner = findOwner();

  for (const [id, group] of Object.entries(source.groups)) {
    const clash = Object.keys(source.people).find((other) => other.toLowerCase() === id.toLowerCase());
    if (clash !== undefined) {
      report(["groups", id], `${quote(id)} is a person already`, "Give the group a name of its own.", "key");
    }
    const members = group.members.map((member, index) => person(member, ["groups", id, "members", index]));
    const { ring, accept, each: eachMs } = group;
    groups[groupId(id)] = {
      id: groupId(id),
      ring,
      members: members.filter((member) => member !== null),
      eachMs,
      accept,
    };
  }

  const ringable = (written: string, path: Path): GroupId | null => {
    const group = Object.keys(source.groups).find((id) => id.toLowerCase() === written.toLowerCase());
    if (group !== undefined) return groupId(group);
    if (lookup(written).length === 0 && written.toLowerCase() !== "owner") {
      reportUnknown(written, path, [...Object.keys(source.groups), ...Object.keys(source.people)]);
      return null;
    }
    const one = person(written, path);
    if (one === null) return null;
    const id = groupId(one);
    groups[id] = { id, members: [one], ...GROUP_OF_ONE };
    return id;
  };

  return { person, ringable, people, groups, owner, nameOf };

  function nameOf(id: PersonId): string {
    return source.people[id]?.name ?? capitalise(id);
  }

  /** The person the rulebook calls owner, else whoever bears the owner's name, else the first one listed. */
  function findOwner(): PersonId | null {
    const { owner: written, owner_name: name } = source.business;
    if (written !== undefined) {
      const [only, ...others] = lookup(written);
      if (only !== undefined && others.length === 0) return personId(only);
      reportUnknown(written, ["business", "owner"], Object.keys(source.people));
    }
    const first = (name === undefined ? undefined : lookup(name)[0]) ?? Object.keys(source.people)[0];
    return first === undefined ? null : personId(first);
  }
}

const capitalise = (id: string): string =>
  id.replace(/[-_]+/g, " ").replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase());
