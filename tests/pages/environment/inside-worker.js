// A dedicated or shared worker: tells what works on the port that it is sent.
import { createAuth } from "/fetch-with-auth/dist/index.js";
import { open, probe } from "./probe.js";

const tell = async ({ ports: [port] }) => port.postMessage(await probe(open(createAuth, location.href)));
addEventListener("message", tell);
addEventListener("connect", ({ ports: [port] }) => (port.onmessage = tell));
