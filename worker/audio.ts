/**
 * What a waiting caller hears: WAV, 8 kHz, 16 bit, mono, made here so that no file has to be uploaded anywhere. Telnyx
 * plays each in a loop, so each begins and ends in silence.
 */

const SAMPLE_RATE = 8_000;
const HEADER_BYTES = 44;
/** Of full scale, per tone: about the loudness of a network's own ringback. */
const RING_LEVEL = 0.12;
/** Per note; four sound at once. Quiet enough to talk over. */
const HOLD_LEVEL = 0.03;
/** Tones that start or stop at once click. */
const RING_FADE_S = 0.008;
const HOLD_FADE_S = 0.6;

type Stretch = { readonly seconds: number; readonly hz: readonly number[] };

/** North America: 440 + 480 Hz, 2 s on, 4 s off (ITU-T E.180, Supplement 2). */
const AMERICAN: readonly Stretch[] = [
  { seconds: 2, hz: [440, 480] },
  { seconds: 4, hz: [] },
];
/** United Kingdom: 400 + 450 Hz, twice 0.4 s, then 2 s off (the same source). */
const BRITISH: readonly Stretch[] = [
  { seconds: 0.4, hz: [400, 450] },
  { seconds: 0.2, hz: [] },
  { seconds: 0.4, hz: [400, 450] },
  { seconds: 2, hz: [] },
];
/** C major 7, A minor 7, F major 7, G 6: the four chords everybody has waited to. */
const CHORDS: readonly Stretch[] = [
  { seconds: 3, hz: [261.63, 329.63, 392.0, 493.88] },
  { seconds: 3, hz: [220.0, 261.63, 329.63, 392.0] },
  { seconds: 3, hz: [174.61, 261.63, 329.63, 440.0] },
  { seconds: 3, hz: [196.0, 246.94, 293.66, 329.63] },
];

/** `country` is ISO 3166 alpha-2; where we know no cadence of its own, North America's is understood. */
export function ringback(country: string | null): Uint8Array<ArrayBuffer> {
  return country?.toUpperCase() === "GB" ? british() : american();
}

const american = once(() => synthesise(AMERICAN, RING_LEVEL, RING_FADE_S));
const british = once(() => synthesise(BRITISH, RING_LEVEL, RING_FADE_S));
export const hold = once(() => synthesise(CHORDS, HOLD_LEVEL, HOLD_FADE_S));

/** The bytes never change: whoever fetched them once need not come again. */
export function serveAudio(request: Request, wav: Uint8Array<ArrayBuffer>): Response {
  const headers = {
    "content-type": "audio/wav",
    "content-length": String(wav.length),
    "cache-control": "public, max-age=31536000, immutable",
  };
  return new Response(request.method === "HEAD" ? null : wav, { headers });
}

function synthesise(stretches: readonly Stretch[], level: number, fadeS: number): Uint8Array<ArrayBuffer> {
  const counts = stretches.map(({ seconds }) => Math.round(seconds * SAMPLE_RATE));
  const wav = startWav(counts.reduce((sum, n) => sum + n, 0));
  let offset = HEADER_BYTES;
  for (const [index, { hz }] of stretches.entries()) {
    const samples = counts[index] ?? 0;
    for (let n = 0; n < samples; n += 1, offset += 2) {
      wav.setInt16(offset, Math.round(32_767 * level * fade(n, samples, fadeS) * mix(hz, n)), true);
    }
  }
  return new Uint8Array(wav.buffer);
}

function mix(hz: readonly number[], n: number): number {
  let sum = 0;
  for (const tone of hz) sum += Math.sin((2 * Math.PI * tone * n) / SAMPLE_RATE);
  return sum;
}

/** From 0 to 1 and back to 0 at the edges, along half a cosine. */
function fade(n: number, samples: number, fadeS: number): number {
  const edge = Math.min(n, samples - 1 - n) / (fadeS * SAMPLE_RATE);
  return edge >= 1 ? 1 : (1 - Math.cos(Math.PI * edge)) / 2;
}

/** The header of a RIFF file with PCM samples, and room for them. */
function startWav(samples: number): DataView<ArrayBuffer> {
  const wav = new DataView(new ArrayBuffer(HEADER_BYTES + 2 * samples));
  const write = (offset: number, text: string) => {
    for (const [index, character] of Array.from(text).entries()) wav.setUint8(offset + index, character.charCodeAt(0));
  };
  write(0, "RIFF");
  wav.setUint32(4, HEADER_BYTES - 8 + 2 * samples, true);
  write(8, "WAVEfmt ");
  wav.setUint32(16, 16, true); // length of the format block
  wav.setUint16(20, 1, true); // PCM
  wav.setUint16(22, 1, true); // channels
  wav.setUint32(24, SAMPLE_RATE, true);
  wav.setUint32(28, 2 * SAMPLE_RATE, true); // bytes a second
  wav.setUint16(32, 2, true); // bytes a sample
  wav.setUint16(34, 16, true); // bits a sample
  write(36, "data");
  wav.setUint32(40, 2 * samples, true);
  return wav;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
