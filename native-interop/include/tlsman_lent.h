/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What the core lends to an adapter. tlsman_stack.h includes this header and says where each function has its place.
 *
 * A session is lent for the length of an operation of struct tlsman_stack: these functions are called from inside one,
 * or from a callback of the library that runs inside one, and by the thread that called it. Three lines describe each:
 *
 *   takes    what is passed, and what has to hold before the call
 *   does     what is different afterwards
 *   returns  what it answers, and until when that may be used
 */
#ifndef TLSMAN_LENT_H
#define TLSMAN_LENT_H

#include "tlsman_stack.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The storage class of a variable that says which session is under way, for a library whose clock or generator knows
 * none. Define it as nothing if one thread at a time is all there is, and the compiler has no thread-local storage.
 */
#ifndef TLSMAN_THREAD_LOCAL
#define TLSMAN_THREAD_LOCAL _Thread_local
#endif

/* ---- what the session is like, and the time ---- */

/*
 * takes    any session
 * does     nothing
 * returns  its configuration, which never changes after open() has begun, and lives as long as the session
 */
const struct tlsman_config *tlsman_get_config(const tlsman_session *session);

/*
 * takes    any session
 * does     nothing
 * returns  the time that the caller gave to this call, in milliseconds that wrap: compare with tlsman_is_due() only
 */
uint32_t tlsman_get_now(const tlsman_session *session);

/*
 * takes    two times that are less than 2^31 ms apart
 * does     nothing
 * returns  1 if `now` has reached `deadline`, also if one of them has wrapped; else 0
 */
int tlsman_is_due(uint32_t deadline, uint32_t now);

/* ---- the timer of a flight (RFC 6347, section 4.2.4.1), for a library whose own cannot be set ---- */

/* Part of the adapter's state; zero is a timer that stands still. */
struct tlsman_timer {
    uint32_t deadline; /* what get_deadline() tells, if is_armed */
    int timeout;       /* without what chance added to it */
    uint8_t is_armed;
    uint8_t has_sent; /* the adapter sets it when something of a flight is sent for the first time */
};

/*
 * takes    a time-out in milliseconds
 * does     nothing, unless the random source fails, which ends the session
 * returns  it and up to half as much again, at random: clients that began together, as after a power cut, do not go on
 *          together
 */
uint32_t tlsman_stretch(tlsman_session *session, uint32_t timeout);

/*
 * takes    the timer, after the library was called, and whether a flight of ours still waits for its answer
 * does     stops the timer if none does; else, if has_sent, arms it with first_timeout, stretched; clears has_sent
 * returns  nothing
 */
void tlsman_timer_update(tlsman_session *session, struct tlsman_timer *timer, int is_outstanding);

/*
 * takes    the timer, when its flight was sent again
 * does     doubles the time-out, up to max_timeout, and arms it, stretched
 * returns  nothing
 */
void tlsman_timer_repeat(tlsman_session *session, struct tlsman_timer *timer);

/*
 * takes    the timer
 * does     nothing
 * returns  1 if it is armed and due in this call; else 0
 */
int tlsman_timer_is_due(const tlsman_session *session, const struct tlsman_timer *timer);

/* ---- input and output ---- */

/*
 * takes    room for `count` bytes, from a library that fetches its input
 * does     copies input, which counts as taken: over datagrams one record or, during a handshake, as many in a row as
 *          no filter holds back, and what does not fit is lost; over a stream what is there
 * returns  how many bytes; or TLSMAN_WOULD_BLOCK if there are none, or output has to leave first, or the core ends or
 *          holds the session: go back to the caller, step() is called again when there is something
 */
int tlsman_receive(tlsman_session *session, uint8_t *buffer, size_t count);

/*
 * takes    any session
 * does     nothing
 * returns  1 if there is input in this call that was not taken; else 0
 */
int tlsman_has_input(const tlsman_session *session);

/*
 * takes    a place for the length; to be called once, from input() only
 * does     takes the record that input() was called for
 * returns  the record, with its header, in the caller's buffer: it may be changed in place until input() returns, and
 *          plaintext that was opened in it may be delivered
 */
uint8_t *tlsman_get_record(tlsman_session *session, size_t *count);

/*
 * takes    one datagram, or bytes of the stream; at most INT32_MAX
 * does     copies them to the caller's output or, if the stack needs_queue, into the queue. A datagram that may not
 *          leave (too long for the caller or the queue, in the clear after a change of keys, or more than three times
 *          what came from a client that has proved nothing yet) is lost, as on the way
 * returns  how many bytes it took: of a datagram all, of a stream perhaps some; or TLSMAN_WOULD_BLOCK, never for a
 *          datagram of a stack that needs_queue: step() is called again as soon as there is room
 */
int tlsman_transmit(tlsman_session *session, const uint8_t *buffer, size_t count);

/*
 * takes    room for `count` bytes
 * does     fills it from the platform's source. A source that fails, gives zeros, or the same 16 bytes twice in a row,
 *          ends the session with TLSMAN_RANDOM_FAILED, and the room is wiped
 * returns  0, or -1 if it failed
 */
int tlsman_random(tlsman_session *session, uint8_t *buffer, size_t count);

/* ---- credentials: wiped by the core when step() has returned TLSMAN_CONNECTED, or the session is freed ---- */

/*
 * takes    a client's session; the server's hint, of which NULL or no length is none
 * does     chooses the credential that the application named, else the one with that hint, else the first one, and
 *          remembers it as the one by which the peer is known
 * returns  the credential, until it is wiped; NULL if there is none, which the adapter reports as TLSMAN_NO_CREDENTIAL
 */
const struct tlsman_credential *tlsman_select_credential(tlsman_session *session, const uint8_t *hint, size_t length);

/*
 * takes    a server's session; the identity that the client named
 * does     remembers the credential as the one by which the peer is known. For an unknown identity it makes a random
 *          key, of a length that a known one might have had (RFC 4279, section 2), so that it looks like a wrong key
 * returns  a credential, until it is wiped or the next such call; NULL only if there is no random key to be had, which
 *          has ended the session
 */
const struct tlsman_credential *tlsman_find_credential(tlsman_session *session, const uint8_t *identity, size_t length);

/* ---- application data; one piece between two calls of step() ---- */

/*
 * takes    a place for the size
 * does     nothing
 * returns  where plaintext may be written: over input that was taken, in the caller's buffer. It may be used until the
 *          operation returns, and is the caller's afterwards, with what was delivered in it
 */
uint8_t *tlsman_get_room(tlsman_session *session, size_t *size);

/*
 * takes    plaintext inside that room, or inside the record of this input()
 * does     tells the caller where it lies, without copying it, as soon as the operation returns; the count of bad
 *          records begins anew
 * returns  TLSMAN_DATA, for step() to return
 */
int tlsman_deliver(tlsman_session *session, const uint8_t *data, size_t count);

/*
 * takes    the length of plaintext that waits inside the library, for it does not fit into the room
 * does     tells the caller to fetch it, which calls read() before step() again; the count of bad records begins anew
 * returns  TLSMAN_DATA, for step() to return
 */
int tlsman_announce(tlsman_session *session, size_t count);

/*
 * takes    a session of whose library nothing else is to be had now; after tlsman_deliver()
 * does     spares the next step(), until there is input, a call, or a timer is due
 * returns  nothing
 */
void tlsman_set_idle(tlsman_session *session);

/* ---- what happened ---- */

/*
 * takes    why a record that came over datagrams was dropped
 * does     counts it. If bad_record_limit is set, and so many have failed with TLSMAN_DROP_BAD_MAC since the last good
 *          one, it ends the session
 * returns  nothing
 */
void tlsman_drop(tlsman_session *session, enum tlsman_drop reason);

/*
 * takes    what the handshake waits for now, when it got further or the peer proved that it has the keys
 * does     notes it for a time-out's report, and forgets an alert that nobody authenticated: it was a lie
 * returns  nothing
 */
void tlsman_note_progress(tlsman_session *session, enum tlsman_awaited awaited);

/*
 * takes    the suite that was agreed, before step() returns TLSMAN_CONNECTED
 * does     notes it: which lengths a late record may have depends on it
 * returns  nothing
 */
void tlsman_set_connected(tlsman_session *session, uint16_t suite);

#ifdef TLSMAN_TLS13
/*
 * takes    a session in its handshake, as soon as the hellos have chosen 1.3, and before more of a datagram is taken
 * does     notes it: from now on records are those of RFC 9147, section 4
 * returns  nothing
 */
void tlsman_set_13(tlsman_session *session);

/*
 * takes    a server's session over datagrams; a record that it gets
 * does     nothing
 * returns  -1 unless it is a whole ClientHello that offers 1.3; such a one has no cookie of the manager's. Else the first
 *          suite of 1.3 in the configuration that it offers, or 0
 */
int tlsman_choose_13(const tlsman_session *session, const uint8_t *record, size_t count);

/*
 * takes    a session before open() has returned, which may have 1.3
 * does     nothing
 * returns  1 if there are pre-shared keys that it is lent, or may ask for; else 0: of 1.3 no suite tells
 */
int tlsman_takes_psk(const tlsman_session *session);

/*
 * takes    a session of 1.3 whose peer has proved itself by a pre-shared key, before tlsman_set_connected()
 * does     notes it: of another the peer is known by its public key
 * returns  nothing
 */
void tlsman_set_known_by_psk(tlsman_session *session);
#endif

/*
 * takes    what was agreed on of connection IDs (RFC 9146), before tlsman_set_connected(): whether the peer's protected
 *          records carry ours, which is not empty; and what ours carry, at most TLSMAN_MAX_PEER_CONNECTION_ID bytes
 * does     from now on, protected records without ours or with another one are dropped before the stack sees them
 * returns  nothing
 */
void tlsman_set_connection_ids(tlsman_session *session, int has_own, const uint8_t *peer, size_t length);

/*
 * takes    a connected session that has authenticated a record whose number is greater than all before
 * does     tells the caller, if the record had a connection ID: the peer is where it came from
 * returns  nothing
 */
void tlsman_note_newest(tlsman_session *session);

/*
 * takes    the random values (32 bytes each) and the master secret (48), if the configuration asks for key_log or
 *          keep_master_secret. Only without TLSMAN_CAN_EXPORT the server's may be NULL
 * does     keeps a copy; for the key log until the application fetches it, once; without memory, none
 * returns  nothing
 */
void tlsman_keep_secrets(tlsman_session *session, const uint8_t *client_random, const uint8_t *server_random,
                         const uint8_t *master_secret);

/*
 * takes    a session whose keys are bound to its handshake by extended_master_secret (RFC 7627), before
 *          tlsman_set_connected(). load() need not tell
 * does     notes it: keys of others are not exported, nor resumed
 * returns  nothing
 */
void tlsman_set_extended(tlsman_session *session);

/* ---- resumption (RFC 5246, section 7.3; RFC 5077) ---- */

/*
 * takes    a session whose handshake is an abbreviated one, as soon as the hellos say so; a server's after
 *          tlsman_may_resume() has allowed it
 * does     notes it: of the messages of a full handshake none comes to the stack any more; a client's peer is known by
 *          the identity that the session began with
 * returns  nothing
 */
void tlsman_set_resumed(tlsman_session *session);

/*
 * takes    a server's session with has_ticket_keys, in its handshake with an identity that is proved; the suite; what
 *          the library needs to resume; room
 * does     seals a ticket under the newest key, with transport, suite, identity and time, and what tells its key
 * returns  its length, or 0 if there is none to be had
 */
size_t tlsman_seal_ticket(tlsman_session *session, uint16_t suite, const uint8_t *content, size_t count,
                          uint8_t *ticket, size_t room);

/*
 * takes    such a session
 * does     nothing
 * returns  for how many seconds a ticket is good
 */
uint32_t tlsman_get_ticket_lifetime(const tlsman_session *session);

/*
 * takes    such a session; a ticket of a ClientHello; room for what the library put in
 * does     opens it: one of other keys, damaged, or too old, is none
 * returns  the length of the content, or 0
 */
size_t tlsman_open_ticket(tlsman_session *session, const uint8_t *ticket, size_t count, uint8_t *content, size_t room);

/*
 * takes    such a session after tlsman_open_ticket(), before anything answers the ClientHello; the suite that was
 *          chosen. Whoever resumes without extended_master_secret in the ClientHello has to abort (RFC 7627, section
 *          5.3), which the adapter does
 * does     asks the application for the key of the ticket's identity; if it is the one that the session began with, the
 *          peer is known by it
 * returns  1; 0 if there has to be a full handshake; TLSMAN_WOULD_BLOCK while it is not known: go back to the caller,
 *          step() is called again
 */
int tlsman_may_resume(tlsman_session *session, uint16_t suite);

/*
 * takes    the cause; the alert that was sent or, for TLSMAN_ALERT_RECEIVED, that came, or TLSMAN_NO_ALERT; and the
 *          library's own code, or 0
 * does     ends the session: what it has written leaves, then this is reported. Only the first call counts
 * returns  TLSMAN_FAILED, for step() to return
 */
int tlsman_fail(tlsman_session *session, enum tlsman_cause cause, int alert, int native_code);

/* ---- memory ---- */

/*
 * takes    a size
 * does     asks the platform
 * returns  so many bytes, all zero, until tlsman_release(); NULL if there are none
 */
void *tlsman_allocate(size_t size);

/*
 * takes    what tlsman_allocate() returned, or NULL, and its size
 * does     wipes it and gives it back
 * returns  nothing
 */
void tlsman_release(void *memory, size_t size);

/*
 * takes    any memory
 * does     sets it to zero, in a way that no compiler leaves out
 * returns  nothing
 */
void tlsman_wipe(void *memory, size_t size);

/* ---- for struct tlsman_curves, whose calls belong to no session ---- */

/*
 * takes    room for `count` bytes
 * does     fills it from the port's generator, for what hides a secret while it is calculated with (blinding) and is
 *          forgotten then; never for a key or a nonce
 * returns  0, or anything else if the generator failed; then the calculation has to fail
 */
int tlsman_get_mask(uint8_t *bytes, size_t count);

#ifdef __cplusplus
}
#endif

#endif
