// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// One connection with a peer, either end. Reading is for one thread, writing for one thread, and
/// these two may differ; {@link #close} and {@link #endInput} may come from any.
///
/// Every read ends with an `IOException` (a {@link java.net.SocketTimeoutException}) when the
/// deadline passes, and every write when the peer takes nothing for the write deadline.
public interface Connection extends Closeable {

    /// Unique within this run and short, for logs and replies: the session id.
    String id();

    /// The peer, as PROXY protocol told it where that is trusted.
    InetSocketAddress remote();

    InetSocketAddress local();

    /// The process at the other end of a Unix-domain socket; empty over TCP. A front that tells by
    /// XCLIENT for whom it speaks is still that process.
    default Optional<LocalPeer> localPeer() {
        return Optional.empty();
    }

    /// From now on the session is that of the client that a trusted front tells: {@link #remote} and
    /// {@link #local} are its.
    default void speaksFor(Introduction client) {
        throw new UnsupportedOperationException("nobody speaks for others on this connection");
    }

    /// Tells the gatekeeper what the peer has done, beyond a mistake.
    ///
    /// @param detail in a few words, for the evidence
    default void misconduct(Misconduct what, String detail) {}

    /// Present once TLS is up.
    Optional<TlsFacts> tls();

    /// How long each following read may wait for its peer.
    void readDeadline(Duration limit);

    /// Whether a read that met its deadline can be tried again, having lost nothing.
    default boolean canReadAgain() {
        return true;
    }

    /// Reads a line that ends with CRLF. A CR or LF alone does not end it and is part of its octets:
    /// the protocol's parser refuses it.
    ///
    /// @param maxOctets without the CRLF; beyond, the line is skipped without being kept
    /// @param maxSkipped after skipping this many the reader gives up looking for the line's end
    Line readLine(int maxOctets, int maxSkipped) throws IOException;

    /// Reads a line that ends with LF, as programs of one site speak with each other (Dovecot's
    /// authentication); otherwise as {@link #readLine}. A CR is part of the line's octets.
    default Line readLfLine(int maxOctets, int maxSkipped) throws IOException {
        throw new UnsupportedOperationException("this connection has lines that end with CRLF");
    }

    /// What {@link #readLine} found.
    sealed interface Line {
        /// @param octets without the CRLF
        record Complete(byte[] octets) implements Line {}

        /// @param endFound false when the reader gave up: the session is to be closed
        record TooLong(boolean endFound) implements Line {}

        /// The peer closed its end; octets without a line end behind the last line are dropped.
        record EndOfStream() implements Line {}
    }

    /// True when octets are already here, so that the next read would not wait: how pipelining
    /// (RFC 2920) and octets behind STARTTLS are seen.
    boolean hasBuffered() throws IOException;

    /// Whether the peer sends something within this time, zero for what is already here. Nothing is
    /// taken. To be asked before anything was said: a client of SMTP waits for the greeting.
    default boolean speaksWithin(Duration wait) throws IOException {
        return hasBuffered();
    }

    /// Waits, as between two commands, until octets are here: for protocols without lines. Nothing is
    /// taken.
    ///
    /// @return false at the end of the stream, which {@link #endInput} brings about too
    default boolean awaitOctets() throws IOException {
        return hasBuffered();
    }

    /// Reads exactly this many octets into the sink, in pieces.
    ///
    /// @throws java.io.EOFException when the peer closes before
    void readExactly(long octets, Sink sink) throws IOException;

    /// Waits for octets and gives those that are here to the sink, whatever they are. As between two
    /// commands, {@link #endInput} ends the wait.
    ///
    /// @return false at the end of the stream
    default boolean readSome(Sink sink) throws IOException {
        throw new UnsupportedOperationException("this connection is read by lines");
    }

    /// Reads a body that ends with CRLF . CRLF, takes the dot-stuffing away (RFC 5321 §4.5.2) and
    /// gives the rest to the sink, its last CRLF included. It is read to its true end whatever it
    /// holds, and LF . LF or other forms never end it (THREATS S01 to S03).
    ///
    /// @throws java.io.EOFException when the peer closes before the end
    BodyFacts readDotBody(Sink sink) throws IOException;

    /// @param octets given to the sink
    /// @param bareCr a CR stood without LF
    /// @param bareLf an LF stood without CR
    record BodyFacts(long octets, boolean bareCr, boolean bareLf, boolean nul) {}

    /// Takes octets as they arrive. The array is only lent.
    interface Sink {
        void write(byte[] octets, int offset, int length) throws IOException;
    }

    /// Buffers; {@link #flush} sends. Sends by itself when much has gathered.
    void write(byte[] octets, int offset, int length) throws IOException;

    default void write(byte[] octets) throws IOException {
        write(octets, 0, octets.length);
    }

    void flush() throws IOException;

    /// Turns the connection into a TLS one in the server's role, after the plain reply was flushed.
    ///
    /// @throws StartTlsInjection when plain octets were already buffered: an attack (THREATS T01)
    void startTls(TlsServerContext context) throws IOException;

    /// Turns the connection into a TLS one in the client's role, after the server's plain go-ahead.
    ///
    /// @param serverName for SNI and, with {@code verify}, to be named by the certificate; an
    ///     unverified peer may be anyone, which opportunistic TLS puts up with (RFC 7435)
    /// @throws javax.net.ssl.SSLException when no TLS comes about or the certificate is refused
    /// @throws StartTlsInjection when plain octets were already buffered
    default void startTlsClient(TlsClientContext context, String serverName, boolean verify)
            throws IOException {
        throw new UnsupportedOperationException("this connection has no client role");
    }

    /// Asks for a place among the compressed connections, which is given back with the connection.
    ///
    /// @return false when compression is on already or there are as many as there may be
    default boolean mayCompress() {
        return false;
    }

    /// Once {@link #mayCompress} said so: flushes, and from then on packs what is written and unpacks
    /// what is read with DEFLATE, inside TLS. RFC 4978.
    default void compress() throws IOException {
        throw new UnsupportedOperationException("this connection is never compressed");
    }

    default boolean isCompressed() {
        return false;
    }

    /// Octets that came before TLS and would have been taken for TLS's.
    final class StartTlsInjection extends IOException {
        private static final long serialVersionUID = 1L;

        public StartTlsInjection() {
            super("the peer sent octets behind STARTTLS before the TLS handshake");
        }
    }

    /// Ends the input of an idle session, so that its reader sees the end of the stream and can say
    /// goodbye. For draining.
    void endInput();

    /// Closes at once; with TLS after a try to send close_notify.
    @Override
    void close();
}
