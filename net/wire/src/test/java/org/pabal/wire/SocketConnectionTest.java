// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pabal.wire.Connection.BodyFacts;
import org.pabal.wire.Connection.Line;

class SocketConnectionTest {

    private static final Duration TINY = Duration.ofMillis(30);

    @Test
    void linesBodiesAndLiteralsFollowEachOther() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.peerSays("EHLO a\r\nDATA\r\nx\r\n..y\r\n.\r\nLITERAL\r\nabcdeQUIT\r\n");
            assertThat(ends.line()).isEqualTo("EHLO a");
            assertThat(ends.ours.hasBuffered()).isTrue();
            assertThat(ends.line()).isEqualTo("DATA");
            var body = new ByteArrayOutputStream();
            assertThat(ends.ours.readDotBody(body::write))
                    .isEqualTo(new BodyFacts(7, false, false, false));
            assertThat(body).hasToString("x\r\n.y\r\n");
            assertThat(ends.line()).isEqualTo("LITERAL");
            var literal = new ByteArrayOutputStream();
            ends.ours.readExactly(5, literal::write);
            assertThat(literal).hasToString("abcde");
            assertThat(ends.line()).isEqualTo("QUIT");
            assertThat(ends.ours.hasBuffered()).isFalse();
            ends.peer.shutdownOutput();
            assertThat(ends.line()).isEqualTo("(end)");
        }
    }

    @Test
    void whatIsWrittenGoesOutBeforeTheReaderWaits() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.write("220 ready\r\n");
            var line = Ends.aside(ends::line);
            assertThat(ends.peerHears(11)).isEqualTo("220 ready\r\n");
            ends.peerSays("EHLO a\r\n");
            assertThat(line.get()).isEqualTo("EHLO a");
        }
    }

    @Test
    void pipelinedRepliesGoOutTogether() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.peerSays("A\r\nB\r\n");
            assertThat(ends.line()).isEqualTo("A");
            ends.write("1\r\n");
            assertThat(ends.line()).isEqualTo("B");
            assertThat(ends.peer.getInputStream().available()).isZero();
            ends.write("2\r\n");
            ends.ours.flush();
            assertThat(ends.peerHears(6)).isEqualTo("1\r\n2\r\n");
        }
    }

    @Test
    void readEndsAtItsDeadlineAndCanBeTriedAgain() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.ours.readDeadline(TINY);
            assertThatThrownBy(ends::line).isInstanceOf(SocketTimeoutException.class);
            ends.peerSays("NO");
            assertThatThrownBy(ends::line).isInstanceOf(SocketTimeoutException.class);
            ends.ours.readDeadline(Duration.ofSeconds(10));
            ends.peerSays("OP\r\n");
            assertThat(ends.line()).isEqualTo("NOOP");
            ends.ours.readDeadline(TINY);
            assertThatThrownBy(() -> ends.ours.readExactly(1, (_, _, _) -> {}))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> ends.ours.readDotBody((_, _, _) -> {}))
                    .isInstanceOf(SocketTimeoutException.class);
            ends.write("421 bye\r\n");
            ends.ours.flush();
            assertThat(ends.peerHears(9)).isEqualTo("421 bye\r\n");
        }
    }

    @Test
    void lineThatTricklesInIsCutAtTheDeadlineOfTheWhole() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.ours.readDeadline(Duration.ofMillis(200));
            var trickle =
                    Ends.aside(() -> {
                        try {
                            while (true) {
                                ends.peer.getOutputStream().write('x');
                            }
                        } catch (IOException e) {
                            return true;
                        }
                    });
            assertThatThrownBy(() -> ends.ours.readLine(10, Integer.MAX_VALUE))
                    .isInstanceOf(SocketTimeoutException.class);
            ends.ours.abort();
            assertThat(trickle.get()).isTrue();
        }
    }

    /// THREATS S26.
    @Test
    void bodyThatComesTooSlowlyIsCut() throws Exception {
        BodyPace pace = new BodyPace(500, Duration.ofSeconds(60));
        long second = Duration.ofSeconds(1).toNanos();
        pace.received(30_000, 60 * second);
        pace.received(1, 20 * second);
        pace.received(1, 20 * second);
        assertThatThrownBy(() -> pace.received(1, 20 * second))
                .isInstanceOf(SocketTimeoutException.class);
    }

    /// An idle session, and one whose peer stops within a body or a line.
    @Test
    void connectionThatWaitsHoldsNoBuffer() throws Exception {
        try (Ends ends = new Ends(WireLimits.standard().withHold(Duration.ofMillis(1)))) {
            var line = Ends.aside(ends::line);
            line.awaitBlocked();
            assertThat(ends.wire.buffersInUse()).isZero();
            ends.peerSays("x".repeat(700));
            Await.until("no buffer is held within a line", () -> ends.wire.buffersInUse() == 0);
            ends.peerSays("\r\n");
            assertThat(line.get()).hasSize(700);
            ends.write("354 go\r\n");
            var body = Ends.aside(() -> ends.ours.readDotBody((_, _, _) -> {}));
            assertThat(ends.peerHears(8)).isEqualTo("354 go\r\n");
            ends.peerSays("text\r\n");
            Await.until("no buffer is held in a body", () -> ends.wire.buffersInUse() == 0);
            ends.peerSays("x".repeat(100_000) + "\r\n.\r\n");
            assertThat(body.get().octets()).isEqualTo(100_008);
            var next = Ends.aside(ends::line);
            next.awaitBlocked();
            Await.until("no buffer is held", () -> ends.wire.buffersInUse() == 0);
        }
    }

    @Test
    void closedConnectionHasGivenItsBuffersBack() throws Exception {
        Ends ends = Ends.standard();
        ends.peerSays("A\r\n" + "B\r\n".repeat(500));
        assertThat(ends.line()).isEqualTo("A");
        var body = Ends.aside(() -> ends.ours.readDotBody((_, _, _) -> {}));
        ends.write("unsent");
        ends.close();
        assertThatThrownBy(body::get).isInstanceOf(IOException.class);
        Await.until("all buffers are back", () -> ends.wire.buffersInUse() == 0);
        assertThat(ends.wire.openConnections()).isZero();
        assertThatThrownBy(() -> ends.write("x")).isInstanceOf(IOException.class);
        assertThat(ends.wire.buffersInUse()).isZero();
    }

    @Test
    void lineOfAMegabyteIsWholeOrSkipped() throws Exception {
        try (Ends ends = Ends.standard()) {
            String megabyte = "m".repeat(1_000_000);
            var peer =
                    Ends.aside(() -> {
                        ends.peerSays(megabyte + "\r\n" + megabyte + "\r\nNOOP\r\n");
                        return true;
                    });
            assertThat(ends.ours.readLine(1_000_000, 0))
                    .isInstanceOfSatisfying(
                            Line.Complete.class,
                            line -> assertThat(line.octets()).hasSize(1_000_000));
            assertThat(ends.ours.readLine(4096, 1_000_000)).isEqualTo(new Line.TooLong(true));
            assertThat(ends.line()).isEqualTo("NOOP");
            assertThat(peer.get()).isTrue();
        }
    }

    @Test
    void largeWritesArriveWhole() throws Exception {
        try (Ends ends = Ends.standard()) {
            byte[] large = new byte[3_000_000];
            new java.util.Random(7).nextBytes(large);
            var writer =
                    Ends.aside(() -> {
                        ends.write("small");
                        ends.ours.write(large, 0, 2_000_000);
                        for (int i = 2_000_000; i < large.length; i += 1000) {
                            ends.ours.write(large, i, 1000);
                        }
                        ends.ours.flush();
                        return true;
                    });
            assertThat(ends.peerHears(5)).isEqualTo("small");
            assertThat(ends.peer.getInputStream().readNBytes(large.length)).isEqualTo(large);
            assertThat(writer.get()).isTrue();
            assertThat(ends.wire.buffersInUse()).isZero();
        }
    }

    @Test
    void peerThatNeverReadsIsCutAtTheWriteDeadline() throws Exception {
        try (Ends ends = new Ends(WireLimits.standard().withWrite(Duration.ofMillis(80)))) {
            byte[] chunk = new byte[60_000];
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 10_000; i++) {
                                    ends.ours.write(chunk);
                                }
                            })
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void readerAndWriterMayBeTwoThreads() throws Exception {
        try (Ends ends = Ends.standard()) {
            var reader = Ends.aside(ends::line);
            reader.awaitBlocked();
            ends.write("* 5 EXISTS\r\n");
            ends.ours.flush();
            assertThat(ends.peerHears(12)).isEqualTo("* 5 EXISTS\r\n");
            ends.peerSays("DONE\r\n");
            assertThat(reader.get()).isEqualTo("DONE");
        }
    }

    @Test
    void endedInputWakesTheIdleReader() throws Exception {
        try (Ends ends = Ends.standard()) {
            var reader = Ends.aside(ends::line);
            reader.awaitBlocked();
            ends.ours.endInput();
            assertThat(reader.get()).isEqualTo("(end)");
            ends.write("421 4.3.2 going down\r\n");
            ends.ours.flush();
            assertThat(ends.peerHears(22)).startsWith("421");
        }
    }

    @Test
    void endedInputLetsABodyComeInWhole() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.peerSays("DATA\r\nhalf\r\n");
            assertThat(ends.line()).isEqualTo("DATA");
            var body = Ends.aside(() -> ends.ours.readDotBody((_, _, _) -> {}));
            body.awaitBlocked();
            ends.ours.endInput();
            ends.peerSays("rest\r\n.\r\n");
            assertThat(body.get().octets()).isEqualTo(12);
            assertThat(ends.line()).isEqualTo("(end)");
        }
    }

    @Test
    void endWithinABodyIsAnError() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.peerSays("abc");
            ends.peer.shutdownOutput();
            assertThatThrownBy(() -> ends.ours.readExactly(4, (_, _, _) -> {}))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void tlsHelloOnAPlainPortIsRecognised() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.peerSays("\u0016\u0003\u0001\u0002\u0000\u0001");
            assertThatThrownBy(ends::line).isInstanceOf(SocketConnection.TlsOnPlainPort.class);
            assertThat(ends.ours.looksLikeTls()).isTrue();
        }
    }

    @Test
    void lastWordReachesAPeerThatStillSends() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.peerSays("x".repeat(100_000));
            assertThat(ends.ours.readLine(10, 100)).isEqualTo(new Line.TooLong(false));
            ends.write("421 too long\r\n");
            var closing =
                    Ends.aside(() -> {
                        ends.ours.closeAfterLastWord();
                        return true;
                    });
            assertThat(ends.peerHears(14)).isEqualTo("421 too long\r\n");
            ends.peer.shutdownOutput();
            assertThat(closing.get()).isTrue();
        }
    }

    @Test
    void sinkThatFailsLeavesNoBufferBehind() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.peerSays("x".repeat(10_000));
            assertThatThrownBy(() ->
                            ends.ours.readExactly(
                                    10_000,
                                    (_, _, _) -> {
                                        throw new IOException("disk full");
                                    }))
                    .hasMessage("disk full");
            ends.ours.close();
            assertThat(ends.wire.buffersInUse()).isZero();
        }
    }

    @Test
    void bodyOfManyKilobytesArrivesUnchanged() throws Exception {
        try (Ends ends = Ends.standard()) {
            byte[] large = new byte[5_000_000];
            new java.util.Random(11).nextBytes(large);
            var peer =
                    Ends.aside(() -> {
                        ends.peer.getOutputStream().write(large);
                        return true;
                    });
            var got = new ByteArrayOutputStream(large.length);
            ends.ours.readExactly(large.length, got::write);
            assertThat(Arrays.equals(got.toByteArray(), large)).isTrue();
            assertThat(peer.get()).isTrue();
        }
    }
}
