// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SpliceTest {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /// A client and a server, each at the far end of one of our connections, spliced on a thread.
    private static final class Pair implements AutoCloseable {
        final Ends client = Ends.standard();
        final Ends server = Ends.standard();
        private final Thread splice;

        Pair(Duration silence) throws IOException {
            Splice joined = new Splice(client.ours, server.ours, silence);
            splice =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    joined.run();
                                } catch (InterruptedIOException _) {
                                    Thread.currentThread().interrupt();
                                }
                                client.ours.close();
                                server.ours.close();
                            });
        }

        void awaitEnd() throws InterruptedException {
            splice.join();
        }

        @Override
        public void close() throws Exception {
            client.close();
            server.close();
        }
    }

    @Test
    void whatOneSaysTheOtherHears() throws Exception {
        try (Pair pair = new Pair(SILENCE)) {
            pair.client.peerSays("a NOOP\r\n\0\u00ff no line");
            assertThat(pair.server.peerHears(18)).isEqualTo("a NOOP\r\n\0\u00ff no line");
            pair.server.peerSays("* 1 EXISTS\r\na OK\r\n");
            assertThat(pair.client.peerHears(18)).isEqualTo("* 1 EXISTS\r\na OK\r\n");
        }
    }

    @Test
    void whatWasSentAheadIsPassedOn() throws Exception {
        try (Ends client = Ends.standard();
                Ends server = Ends.standard()) {
            client.peerSays("a LOGIN bob secret\r\nb SELECT INBOX\r\n");
            assertThat(client.line()).isEqualTo("a LOGIN bob secret");
            Thread splice =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    new Splice(client.ours, server.ours, SILENCE).run();
                                } catch (InterruptedIOException _) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            assertThat(server.peerHears(16)).isEqualTo("b SELECT INBOX\r\n");
            server.peer.close();
            splice.join();
        }
    }

    @Test
    void endsWhenTheServerEndsAndTheClientHearsItsLastWord() throws Exception {
        try (Pair pair = new Pair(SILENCE)) {
            pair.server.peerSays("* BYE\r\n");
            pair.server.peer.close();
            pair.awaitEnd();
            assertThat(pair.client.peerHears(100)).isEqualTo("* BYE\r\n");
        }
    }

    @Test
    void answersThatAreOnTheirWayReachAClientThatHasSaidItsLastWord() throws Exception {
        try (Pair pair = new Pair(SILENCE)) {
            pair.client.peerSays("a LOGOUT\r\n");
            pair.client.peer.shutdownOutput();
            assertThat(pair.server.peerHears(10)).isEqualTo("a LOGOUT\r\n");
            pair.server.peerSays("a OK\r\n");
            pair.server.peer.close();
            pair.awaitEnd();
            assertThat(pair.client.peerHears(100)).isEqualTo("a OK\r\n");
        }
    }

    @Test
    void aSilentPairIsEnded() throws Exception {
        try (Pair pair = new Pair(Duration.ofMillis(50))) {
            pair.awaitEnd();
            assertThat(pair.client.peerHears(1)).isEmpty();
            assertThat(pair.server.peerHears(1)).isEmpty();
        }
    }

    /// What the one side said counts for both, and their waits then end in turn, each while the other's
    /// has just begun: that must not keep the pair alive.
    @Test
    void aPairIsEndedThoughItsSidesFellSilentAtDifferentTimes() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (Pair pair = new Pair(Duration.ofMillis(30 + i))) {
                pair.client.peerSays("a NOOP\r\n");
                assertThat(pair.server.peerHears(8)).isEqualTo("a NOOP\r\n");
                pair.awaitEnd();
                assertThat(pair.client.peerHears(1)).isEmpty();
            }
        }
    }

    @Test
    void passesOnMoreThanBuffersHold() throws Exception {
        byte[] much = new byte[3 << 20];
        new java.util.Random(7).nextBytes(much);
        try (Pair pair = new Pair(SILENCE)) {
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    pair.server.peer.getOutputStream().write(much);
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            byte[] heard = pair.client.peer.getInputStream().readNBytes(much.length);
            sender.join();
            assertThat(heard).isEqualTo(much);
        }
    }
}
