// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostCall;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.HostTrust;
import org.pabal.cluster.link.HostLink;
import org.pabal.message.UnavailableException;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsClientContext;

/// Who comes to the cluster service and does not keep its rules, and streams that do. THREATS S26,
/// S33.
class HostilePeersTest {
    @TempDir Path folder;
    private TestHost mail;
    private TestHost imap;

    @BeforeEach
    void begin() throws Exception {
        Map<String, HostOperation> operations =
                Map.of(
                        "test.echo",
                                request -> {
                                    long octets = 0;
                                    Optional<byte[]> piece = request.read();
                                    while (piece.isPresent()) {
                                        octets += piece.get().length;
                                        request.write(piece.get());
                                        piece = request.read();
                                    }
                                    return new HostAnswer.Done(
                                            Map.of(
                                                    "octets",
                                                    Long.toString(octets),
                                                    "host",
                                                    request.host()));
                                },
                        "test.deaf", request -> new HostAnswer.Refused("not today"),
                        "test.broken",
                                request -> {
                                    throw new IllegalStateException("a bug ordered by the test");
                                },
                        "test.down",
                                request -> {
                                    throw new UnavailableException("the store is away");
                                });
        mail = new TestHost(folder, "mail", InstantSource.system(), operations);
        imap = new TestHost(folder, "imap", InstantSource.system());
        mail.authority.begin("mail");
        mail.takesIn(imap);
    }

    @AfterEach
    void end() {
        imap.close();
        mail.close();
    }

    private Connection connect(TlsClientContext context, String name) throws IOException {
        Connection connection =
                new Connector(imap.wire)
                        .connect(
                                new InetSocketAddress("127.0.0.1", mail.port()),
                                Duration.ofSeconds(5));
        connection.readDeadline(Duration.ofSeconds(8));
        connection.startTlsClient(context, name, false);
        return connection;
    }

    private Connection stranger() throws IOException {
        return connect(TlsClientContext.trustingAuthorities(), HostTrust.serverName("mail"));
    }

    private static void assertCloses(Connection connection) {
        assertThatThrownBy(
                        () -> {
                            while (true) {
                                connection.readExactly(1, (octets, from, count) -> {});
                            }
                        })
                .isInstanceOfAny(EOFException.class, SocketException.class, IOException.class);
    }

    @Test
    void streamsRunBothWaysAtOnceAndTheConnectionTakesTheNextCall() throws Exception {
        byte[] much = new byte[3_000_000];
        new Random(7).nextBytes(much);
        try (HostLink link = imap.links.connect("mail")) {
            for (int round = 0; round < 2; round++) {
                HostCall call = link.call("test.echo", Map.of("a", "ä"));
                Thread writer =
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        call.write(much);
                                        call.end();
                                    } catch (IOException lost) {
                                        throw new IllegalStateException(lost);
                                    }
                                });
                ByteBuffer back = ByteBuffer.allocate(much.length);
                Optional<byte[]> piece = call.read();
                while (piece.isPresent()) {
                    back.put(piece.get());
                    piece = call.read();
                }
                writer.join();
                assertThat(back.array()).isEqualTo(much);
                assertThat(call.answer())
                        .isEqualTo(
                                new HostAnswer.Done(
                                        Map.of("octets", "" + much.length, "host", "imap")));
            }
        }
    }

    @Test
    void answersSayWhatBecameOfACall() throws Exception {
        try (HostLink link = imap.links.connect("mail")) {
            assertThat(link.ask("test.deaf", Map.of()))
                    .isEqualTo(new HostAnswer.Refused("not today"));
            assertThat(link.ask("test.down", Map.of()))
                    .isEqualTo(new HostAnswer.Unavailable("the store is away"));
            assertThat(link.ask("test.broken", Map.of()))
                    .isInstanceOf(HostAnswer.Unavailable.class);
            assertThat(link.ask("test.nothing", Map.of())).isInstanceOf(HostAnswer.Refused.class);
        }
    }

    @Test
    void aStrangerCanAskForNothingButToJoin() throws Exception {
        for (String operation : new String[] {"test.echo", "member.meet", "member.update", ""}) {
            try (HostLink link = HostLink.open(stranger(), "mail", "test", TestHost.LIMITS)) {
                assertThat(link.ask(operation, Map.of()))
                        .as(operation)
                        .isInstanceOf(HostAnswer.Refused.class);
            }
        }
        try (HostLink link = HostLink.open(stranger(), "mail", "test", TestHost.LIMITS)) {
            assertThat(link.ask("member.join", Map.of("name", "x", "secret", "y")))
                    .isInstanceOf(HostAnswer.Refused.class);
        }
        assertThat(mail.door.turnedAway()).isEqualTo(4);
    }

    @Test
    void aCertificateOfAnotherAuthorityMakesAStranger() throws Exception {
        try (TestHost other = new TestHost(folder, "other", InstantSource.system())) {
            other.authority.begin("imap"); // the name of a member, by an authority of its own
            Connection connection =
                    connect(other.membership.client(), HostTrust.serverName("mail"));
            try (HostLink link = HostLink.open(connection, "mail", "test", TestHost.LIMITS)) {
                assertThat(link.ask("test.echo", Map.of())).isInstanceOf(HostAnswer.Refused.class);
            }
        }
    }

    @Test
    void aHostIsNotTakenForAnother() throws Exception {
        try (TestHost pop = new TestHost(folder, "pop", InstantSource.system())) {
            mail.takesIn(pop);
            imap.upkeep.meetAll();
            Connection connection =
                    new Connector(imap.wire)
                            .connect(
                                    new InetSocketAddress("127.0.0.1", mail.port()),
                                    Duration.ofSeconds(5));
            try (connection) {
                assertThatThrownBy(() ->
                                connection.startTlsClient(
                                        imap.membership.client(),
                                        HostTrust.serverName("pop"),
                                        true))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    /// Seeded octets in place of frames, cut off anywhere.
    @Test
    void garbageEndsTheConnectionAndNothingElse() throws Exception {
        for (long seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            byte[] octets = new byte[1 + random.nextInt(300)];
            random.nextBytes(octets);
            if (seed % 3 == 0) {
                octets[0] = (byte) (1 + random.nextInt(7));
            }
            try (Connection connection =
                    connect(imap.membership.client(), HostTrust.serverName("mail"))) {
                connection.write(octets);
                connection.flush();
                if (seed % 2 == 0) {
                    assertCloses(connection);
                }
            }
        }
        try (HostLink link = imap.links.connect("mail")) {
            assertThat(link.ask("test.deaf", Map.of())).isInstanceOf(HostAnswer.Refused.class);
        }
    }

    @Test
    void aFrameLongerThanTheLimitIsNotRead() throws Exception {
        for (int octets : new int[] {Integer.MAX_VALUE, -1, 64 * 1024 + 1, 1025}) {
            try (Connection connection = stranger()) {
                connection.write(ByteBuffer.allocate(5).put((byte) 1).putInt(octets).array());
                connection.flush();
                assertCloses(connection);
            }
        }
    }

    @Test
    void whoSpeaksInTheClearIsToldAndWhoIsSilentIsClosed() throws Exception {
        try (Connection connection =
                new Connector(imap.wire)
                        .connect(
                                new InetSocketAddress("127.0.0.1", mail.port()),
                                Duration.ofSeconds(5))) {
            connection.readDeadline(Duration.ofSeconds(8));
            connection.write("HELO x\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.flush();
            assertCloses(connection);
        }
        try (Connection silent = stranger()) {
            assertCloses(silent); // after the deadline for the first word
        }
    }

    /// Half a frame, then nothing: the read has its own end.
    @Test
    void whoStopsInTheMiddleIsClosed() throws Exception {
        try (Connection slow = stranger()) {
            slow.write(new byte[] {1, 0, 0});
            slow.flush();
            assertCloses(slow);
        }
    }
}
