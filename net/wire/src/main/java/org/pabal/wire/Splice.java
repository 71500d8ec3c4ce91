// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// Joins two connections: what the one says is written to the other, both ways, until one of them
/// is over. Octets that a side has sent ahead are part of it. A pair that is silent holds no buffers.
///
/// The two stay to be closed by whoever opened them.
public final class Splice {
    /// A client that has said its last word may wait this long for the answer.
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    /// It is the server that says when a client was silent for too long.
    private static final Duration SERVER_IS_FIRST = Duration.ofMinutes(1);

    private final Connection client;
    private final Connection server;
    private final Duration silence;
    private volatile long lastHeard = System.nanoTime();

    /// @param silence for which the server may wait for its client: when neither side has said
    ///     anything for a little longer, the pair is ended
    public static Splice behindLogIn(Connection client, Connection server, Duration silence) {
        return new Splice(client, server, silence.plus(SERVER_IS_FIRST));
    }

    /// @param silence when neither side has said anything for so long, the pair is ended
    Splice(Connection client, Connection server, Duration silence) {
        this.client = client;
        this.server = server;
        this.silence = silence;
        client.readDeadline(silence);
        server.readDeadline(silence);
    }

    /// Returns when the pair is over.
    public void run() throws InterruptedIOException {
        Thread answers = Thread.ofVirtual().start(this::passAnswers);
        pass(client, server);
        try {
            if (!answers.join(FAREWELL)) {
                server.close();
                answers.join();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while a client was with its host");
        }
    }

    private void passAnswers() {
        pass(server, client);
        client.endInput();
    }

    private void pass(Connection from, Connection to) {
        try {
            while (passSome(from, to)) {
                // until one of them is over
            }
        } catch (IOException _) {
            // The end of one side is the end of the pair.
        }
    }

    /// @return false at the end
    private boolean passSome(Connection from, Connection to) throws IOException {
        try {
            if (!from.readSome(to::write)) {
                return false;
            }
            lastHeard = System.nanoTime();
            if (!from.hasBuffered()) {
                to.flush();
            }
            return true;
        } catch (SocketTimeoutException _) {
            boolean otherHasSpoken = System.nanoTime() - lastHeard < silence.toNanos();
            return otherHasSpoken && from.canReadAgain();
        }
    }
}
