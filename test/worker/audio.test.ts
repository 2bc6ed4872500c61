import { describe, expect, it } from "vitest";
import { hold, ringback, serveAudio } from "../../worker/audio.ts";

const RATE = 8_000;

function samplesOf(wav: Uint8Array): Int16Array {
  return new Int16Array(wav.slice(44).buffer);
}

/** How much of a tone there is in a stretch, from 0 to full scale (one bin of a Fourier transform). */
function strength(samples: Int16Array, hz: number, fromS: number, toS: number): number {
  let re = 0;
  let im = 0;
  const stretch = samples.subarray(fromS * RATE, toS * RATE);
  for (const [n, sample] of stretch.entries()) {
    re += sample * Math.cos((2 * Math.PI * hz * n) / RATE);
    im += sample * Math.sin((2 * Math.PI * hz * n) / RATE);
  }
  return (2 * Math.hypot(re, im)) / stretch.length / 32_767;
}

const loudest = (samples: Int16Array) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

describe("every sound", () => {
  it.each([
    ["ringback", ringback(null), 6],
    ["British ringback", ringback("GB"), 3],
    ["hold", hold(), 12],
  ])("is a WAV of 8 kHz, 16 bit, mono: %s", (_, wav, seconds) => {
    const view = new DataView(wav.buffer);
    const text = (at: number) => String.fromCharCode(...wav.subarray(at, at + 4));
    expect([text(0), text(8), text(12), text(36)]).toEqual(["RIFF", "WAVE", "fmt ", "data"]);
    expect([view.getUint16(20, true), view.getUint16(22, true), view.getUint16(34, true)]).toEqual([1, 1, 16]);
    expect([view.getUint32(24, true), view.getUint32(28, true), view.getUint16(32, true)]).toEqual([RATE, 16_000, 2]);
    expect(view.getUint32(4, true)).toBe(wav.length - 8);
    expect(view.getUint32(40, true)).toBe(wav.length - 44);
    expect(samplesOf(wav).length).toBe(seconds * RATE);
  });

  it.each([
    ["ringback", ringback(null)],
    ["British ringback", ringback("GB")],
    ["hold", hold()],
  ])("can be played in a loop without a click: %s", (_, wav) => {
    const samples = samplesOf(wav);
    const jumps = samples.map((sample, n) => Math.abs(sample - (samples.at(n - 1) ?? 0)));
    expect(Math.abs((samples.at(0) ?? 0) - (samples.at(-1) ?? 0))).toBeLessThan(40);
    expect(loudest(jumps)).toBeLessThan(32_767 * 0.15);
  });
});

describe("ringback", () => {
  it("in North America is 440 and 480 Hz for two seconds, and four seconds of nothing", () => {
    const samples = samplesOf(ringback("US"));
    for (const hz of [440, 480]) expect(strength(samples, hz, 0, 2)).toBeCloseTo(0.12, 2);
    expect(strength(samples, 460, 0, 2)).toBeLessThan(0.01);
    expect(loudest(samples.subarray(2 * RATE))).toBe(0);
  });

  it("in Britain is 400 and 450 Hz, twice and a pause", () => {
    const samples = samplesOf(ringback("gb"));
    for (const from of [0, 0.6]) {
      for (const hz of [400, 450]) expect(strength(samples, hz, from, from + 0.4)).toBeGreaterThan(0.1);
    }
    expect(loudest(samples.subarray(0.4 * RATE, 0.6 * RATE))).toBe(0);
    expect(loudest(samples.subarray(RATE))).toBe(0);
  });

  it.each([null, "", "CA", "ZZ", "../../etc"])("is North America's for the country %j", (country) => {
    expect(ringback(country)).toBe(ringback("US"));
  });
});

describe("the hold sound", () => {
  it("is quieter than a voice on the line, and never stops for long", () => {
    const samples = samplesOf(hold());
    expect(loudest(samples)).toBeLessThan(32_767 * 0.13);
    for (let from = 0; from < 12; from += 1) {
      expect(loudest(samples.subarray(from * RATE, (from + 1) * RATE))).toBeGreaterThan(1_000);
    }
  });
});

describe("serving a sound", () => {
  const ask = (method: string) => serveAudio(new Request("https://x.example/audio/hold.wav", { method }), hold());

  it("gives the bytes, to be kept for ever", async () => {
    const response = ask("GET");
    expect(response.headers.get("content-type")).toBe("audio/wav");
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(hold());
  });

  it("tells the length to whoever only asks for that", async () => {
    const response = ask("HEAD");
    expect(response.headers.get("content-length")).toBe(String(hold().length));
    expect((await response.arrayBuffer()).byteLength).toBe(0);
  });
});
