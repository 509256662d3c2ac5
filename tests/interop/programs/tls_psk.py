# Copyright (c) 2026 nanoTlsMan contributors
# See LICENSE.md in the project root for full license information.

"""A TLS 1.2 client or server with a pre-shared key over Python's ssl (3.13 and later).

tls_psk.py client|server PORT IDENTITY KEY(hex): each sends one message, and prints what comes.
"""
import socket
import ssl
import sys

role, port, identity, key = sys.argv[1], int(sys.argv[2]), sys.argv[3], bytes.fromhex(sys.argv[4])
is_server = role == "server"
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if is_server else ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
context.maximum_version = ssl.TLSVersion.TLSv1_2
context.set_ciphers("PSK-AES128-GCM-SHA256")

if is_server:
    context.set_psk_server_callback(lambda name: key if name == identity else b"")
    with socket.create_server(("127.0.0.1", port)) as listener:
        print("listening", flush=True)
        connection = listener.accept()[0]
else:
    context.set_psk_client_callback(lambda hint: (identity, key))
    connection = socket.create_connection(("127.0.0.1", port))

with context.wrap_socket(connection, server_side=is_server) as channel:
    if not is_server:
        channel.sendall(b"hello from python")
    print("received:", channel.recv(1500).decode(), flush=True)
    if is_server:
        channel.sendall(b"hello from python")
