/** Electricity: heat, smell and noise where current flows, live wires within reach, and a whole building without power. */
import type { Pack } from "./pack.ts";

export const ELECTRICAL: Pack = [
  {
    topic: "fire",
    tier: "danger",
    phrases: [
      "@wired .. =burning|burned|burnt|melted|melting|scorched|=crackling|=popping|=popped|=arcing|=buzzing",
      "@wired .. is|are|feels|getting|real hot",
      "@wired .. black|scorch|burn .. edges|mark|wall",
      "hot|burning|melted|crackling|buzzing|arcing @wired",
      "hot to touch",
      "line|wire|cable .. down|hanging|laying|lying|arcing",
      "downed line|wire",
      "got|get|gets|getting shocked|zapped",
      "zapped me",
      "shocked me|him|her",
      "tingle|tingling .. off|from|faucet|tap|touch",
      "water .. panel|outlet|box|breaker|wires",
    ],
  },
  {
    topic: "power",
    tier: "emergency",
    phrases: [
      "no|without|lost power|electricity|electric !tools",
      "not have|got power|electricity !tools",
      "power|electricity .. out|off|gone|down|cut",
      "whole|entire|all .. dark|dead|down",
      "everything .. dark|dead|went out",
    ],
  },
  {
    topic: "power",
    tier: "failing",
    phrases: [
      "lights .. flickering|dimming|dim",
      "breaker .. tripping",
      "breaker not reset",
      "outlets|lights .. dead|out",
    ],
  },
  { topic: "power", tier: "worse", phrases: ["food .. bad|spoiling", "freezers|registers .. down", "medical"] },
  { topic: "fire", tier: "urgent", phrases: ["spark when", "little spark"] },
];
