import type { ActionBridgeParams } from "telnyx/resources/calls/actions";
import { z } from "zod";
import { alreadyBridged, callEnded, invalidValue, notAnswered } from "../errors.ts";
import { bridgeLegs, isBridged } from "../legs/bridging.ts";
import { isAlive, isAnswered } from "../legs/leg.ts";
import { type Action, findLeg, isRefusal, perform } from "./command.ts";
import { common, type FieldsOf, read, text } from "./fields.ts";

/** On the wire the other leg is `call_control_id`; the SDK renames it to tell it from the one in the path. */
type OnTheWire = Omit<ActionBridgeParams, "call_control_id_to_bridge_with"> & { call_control_id: string };

const bridgeFields = z.object({
  ...common,
  call_control_id: text,
  park_after_unbridge: text.optional(),
  hold_after_unbridge: z.boolean().optional(),
  prevent_double_bridge: z.boolean().optional(),
} satisfies FieldsOf<OnTheWire>);

export const bridge: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(bridgeFields, body), "answered", (fields) => {
    const other = findLeg(exchange, fields.call_control_id, "/call_control_id");
    if (isRefusal(other)) return other;
    if (other === leg) return invalidValue("call_control_id", "A call cannot be bridged with itself.");
    if (!isAlive(other)) return callEnded;
    if (!isAnswered(other)) return notAnswered;
    const joined = leg.bridge?.other === other || leg.bridging === other;
    if (fields.prevent_double_bridge && (isBridged(other) || isBridged(leg))) return alreadyBridged;
    leg.parks = fields.park_after_unbridge === "self" || fields.hold_after_unbridge === true;
    if (!joined) bridgeLegs(exchange, leg, other);
  });
