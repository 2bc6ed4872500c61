/**
 * The peer of the bench: what the vendor's SDK and Express make in an afternoon. It verifies, answers, greets, listens
 * for one phrase and dials; it keeps nothing, so a restart or a second delivery is beyond it.
 *
 *   node express-app.mjs <json: publicKey, apiBaseUrl, connectionId, dialTo, phrase>
 */
import express from "express";
import Telnyx from "telnyx";

const settings = JSON.parse(process.argv[2]);
const telnyx = new Telnyx({
  apiKey: "KEYbench",
  publicKey: settings.publicKey,
  baseURL: settings.apiBaseUrl,
  maxRetries: 0,
});
const app = express();

app.post("/telnyx/webhooks", express.raw({ type: "application/json" }), async (request, response) => {
  let event;
  try {
    event = (await telnyx.webhooks.unwrap(request.body.toString("utf8"), { headers: request.headers })).data;
  } catch {
    response.sendStatus(401);
    return;
  }
  response.sendStatus(200);
  await act(event).catch(() => {});
});

async function act({ event_type, payload }) {
  const { calls } = telnyx;
  const id = payload.call_control_id;
  if (event_type === "call.initiated" && payload.direction === "incoming") {
    await calls.actions.answer(id, { transcription: true });
  } else if (event_type === "call.answered") {
    await calls.actions.speak(id, { payload: "Thanks for calling. How can we help?", voice: "Telnyx.KokoroTTS.af" });
  } else if (event_type === "call.transcription" && payload.transcription_data.transcript.includes(settings.phrase)) {
    const { connectionId, dialTo } = settings;
    await calls.dial({ connection_id: connectionId, to: dialTo, from: "+12145550100", link_to: id });
  }
}

const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
