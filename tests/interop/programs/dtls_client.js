// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.

// A DTLS client with a pre-shared key over node-dtls-client, which sends no extensions.
//
// node dtls_client.js MODULES PORT IDENTITY KEY(hex): sends one message, and prints what comes.
const [modules, port, identity, key] = process.argv.slice(2);
const { dtls } = require(`${modules}/node-dtls-client`);

const socket = dtls.createSocket({
    type: "udp4",
    address: "127.0.0.1",
    port: Number(port),
    psk: { [identity]: Buffer.from(key, "hex").toString("latin1") },
    timeout: 30000,
});

function fail(error) {
    console.error(String(error));
    process.exit(1);
}

socket.on("connected", () => socket.send(Buffer.from("hello from node"), (error) => error && fail(error)));
socket.on("error", fail);
socket.on("message", (message) => {
    console.log("received: " + message.toString());
    socket.close(() => process.exit(0));
});
