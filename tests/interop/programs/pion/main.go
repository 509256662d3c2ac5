// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.

// A DTLS client or server with a pre-shared key over pion/dtls: each sends one message, and prints what comes.
//
//	pion client|server ADDRESS IDENTITY KEY(hex) SUITE(hex)
package main

import (
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"strconv"

	"github.com/pion/dtls/v2"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	key, err := hex.DecodeString(os.Args[4])
	check(err)
	suite, err := strconv.ParseUint(os.Args[5], 16, 16)
	check(err)
	address, err := net.ResolveUDPAddr("udp", os.Args[2])
	check(err)

	config := &dtls.Config{
		PSK:             func([]byte) ([]byte, error) { return key, nil },
		PSKIdentityHint: []byte(os.Args[3]),
		CipherSuites:    []dtls.CipherSuiteID{dtls.CipherSuiteID(suite)},
	}

	var conn net.Conn

	if os.Args[1] == "client" {
		conn, err = dtls.Dial("udp", address, config)
	} else {
		listener, failure := dtls.Listen("udp", address, config)
		check(failure)
		fmt.Println("listening")
		conn, err = listener.Accept()
	}

	check(err)

	if os.Args[1] == "client" {
		_, err = conn.Write([]byte("hello from pion"))
		check(err)
	}

	buffer := make([]byte, 1500)
	count, err := conn.Read(buffer)
	check(err)
	fmt.Printf("received: %s\n", buffer[:count])

	if os.Args[1] == "server" {
		_, err = conn.Write([]byte("hello from pion"))
		check(err)
	}

	check(conn.Close())
}
