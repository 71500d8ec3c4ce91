// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.smtp.SmtpConfig.Role;
import org.pabal.wire.WireLimits;

/// The cases of THREATS §5 that are too large for a transcript.
class SmtpThreatsTest {
    private static final String GREET = "EHLO client.example.net\r\n";
    private static final String TO_BOB =
            "MAIL FROM:<a@example.net>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n";

    private final FakeMailSystem system = new FakeMailSystem();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private Socket connect(SmtpConfig config) throws IOException {
        system.account("bob@example.org");
        SmtpServer server = new SmtpServer(config, system);
        opened.add(server);
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(10_000);
        opened.add(socket);
        return socket;
    }

    private static SmtpConfig reception() {
        return SmtpConfig.defaults(Role.RECEPTION, "mx.example.org");
    }

    /// Sends all and ends the output; what the server said meanwhile, as lines.
    private static List<String> talk(Socket socket, byte[]... pieces) throws Exception {
        Thread sender =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                OutputStream out = socket.getOutputStream();
                                for (byte[] piece : pieces) {
                                    out.write(piece);
                                }
                                socket.shutdownOutput();
                            } catch (IOException closedByServer) {
                                // what it said is looked at below
                            }
                        });
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        InputStream in = new BufferedInputStream(socket.getInputStream());
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                line.append((char) octet);
                if (octet == '\n') {
                    lines.add(line.toString().strip());
                    line.setLength(0);
                }
            }
        } catch (IOException reset) {
            // behind the last word
        }
        sender.join();
        return lines;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] many(char octet, int count) {
        byte[] octets = new byte[count];
        Arrays.fill(octets, (byte) octet);
        return octets;
    }

    @Test
    void s06CommandOfOneMebibyteWithoutEndIsCutOff() throws Exception {
        List<String> said = talk(connect(reception()), many('x', 1 << 20));
        assertThat(said).hasSize(2);
        assertThat(said.getLast()).startsWith("421 4.7.0 ");
    }

    @Test
    void s06LineOf50KibibytesIsSkipped() throws Exception {
        List<String> said = talk(connect(reception()), many('x', 50_000), octets("\r\nQUIT\r\n"));
        assertThat(said.subList(1, 3))
                .containsExactly(
                        "500 5.5.2 Command line too long",
                        "221 2.0.0 mx.example.org closing connection");
    }

    @Test
    void s07TwentyThousandRecipients() throws Exception {
        String recipients = "RCPT TO:<bob@example.org>\r\n".repeat(20_000);
        List<String> said =
                talk(
                        connect(reception()),
                        octets(GREET + "MAIL FROM:<a@example.net>\r\n" + recipients),
                        octets("DATA\r\nhello\r\n.\r\nQUIT\r\n"));
        assertThat(said.stream().filter("250 2.1.5 Recipient ok"::equals)).hasSize(1000);
        assertThat(said.stream().filter(line -> line.startsWith("452 4.5.3"))).hasSize(19_000);
        assertThat(system.mails).hasSize(1);
        assertThat(system.mails.getFirst().recipients()).hasSize(1000);
    }

    @Test
    void s15SixtyMegabytesBehindASmallSize() throws Exception {
        byte[] piece = octets("0123456789abcde\r\n".repeat(60_000));
        byte[][] pieces = new byte[62][];
        Arrays.fill(pieces, piece);
        pieces[0] =
                octets(
                        GREET
                                + "MAIL FROM:<a@example.net> SIZE=100\r\n"
                                + "RCPT TO:<bob@example.org>\r\nDATA\r\n");
        pieces[61] = octets(".\r\nQUIT\r\n");
        SmtpConfig config =
                reception()
                        .with(
                                new SmtpConfig.MailLimits(
                                        50L * 1024 * 1024,
                                        1000,
                                        Duration.ofMinutes(1),
                                        Duration.ZERO));
        List<String> said = talk(connect(config), pieces);
        assertThat(said.get(said.size() - 2)).startsWith("552 5.3.4 ");
        assertThat(system.mails).isEmpty();
        assertThat(system.contentsOpen).hasValue(0);
    }

    @Test
    void s22ResetInTheMiddleOfTheContent() throws Exception {
        Socket socket = connect(reception());
        socket.setSoLinger(true, 0);
        socket.getOutputStream().write(octets(GREET + TO_BOB + "half of it\r\n"));
        InputStream in = socket.getInputStream();
        String said = "";
        while (!said.contains("354 ")) {
            byte[] some = new byte[4096];
            said += new String(some, 0, in.read(some), StandardCharsets.UTF_8);
        }
        socket.close(); // with a reset
        ((SmtpServer) opened.getFirst()).drain();
        assertThat(system.mails).isEmpty();
        assertThat(system.contentsOpen).hasValue(0);
    }

    @Test
    void s30LineOfOneMegabyteIsKept() throws Exception {
        talk(
                connect(reception()),
                octets(GREET + TO_BOB),
                many('x', 1_000_000),
                octets("\r\n.\r\nQUIT\r\n"));
        assertThat(system.mails.getFirst().content()).hasSize(1_000_002);
    }

    @Test
    void a04BlobOfOneMebibyteEndsTheSession() throws Exception {
        SmtpConfig config =
                SmtpConfig.defaults(Role.SUBMISSION, "mx.example.org")
                        .with(new SmtpConfig.Login(List.of("PLAIN"), false));
        List<String> said =
                talk(connect(config), octets(GREET + "AUTH PLAIN\r\n"), many('A', 1 << 20));
        assertThat(said.get(said.size() - 2)).isEqualTo("334");
        assertThat(said.getLast()).startsWith("421 4.7.0 ");
    }

    @Test
    void a04ResponseOf20KibibytesIsTooLong() throws Exception {
        SmtpConfig config =
                SmtpConfig.defaults(Role.SUBMISSION, "mx.example.org")
                        .with(new SmtpConfig.Login(List.of("PLAIN"), false));
        List<String> said =
                talk(
                        connect(config),
                        octets(GREET + "AUTH PLAIN\r\n"),
                        many('A', 20_000),
                        octets("\r\nQUIT\r\n"));
        assertThat(said.get(said.size() - 2)).startsWith("500 5.5.6 ");
        assertThat(said.getLast()).startsWith("221 ");
    }

    @Test
    void aHundredCommandsThatMoveNoMailAreEnough() throws Exception {
        List<String> said = talk(connect(reception()), octets("NOOP\r\n".repeat(150)));
        assertThat(said).hasSize(102);
        assertThat(said.getLast()).startsWith("421 4.7.0 ");
    }

    @Test
    void drainingLetsAMailFinish() throws Exception {
        Socket socket = connect(reception());
        socket.getOutputStream().write(octets(GREET + TO_BOB));
        InputStream in = socket.getInputStream();
        String said = "";
        while (!said.contains("354 ")) {
            byte[] some = new byte[4096];
            said += new String(some, 0, in.read(some), StandardCharsets.UTF_8);
        }
        Thread drain = Thread.ofVirtual().start(((SmtpServer) opened.getFirst())::drain);
        List<String> rest = talk(socket, octets("hello\r\n.\r\n"));
        assertThat(rest).hasSize(2);
        assertThat(rest.getFirst()).startsWith("250 2.6.0 ");
        assertThat(rest.getLast()).startsWith("421 4.3.2 ");
        assertThat(system.mails).hasSize(1);
        drain.join();
    }

    @Test
    void s06LineOfTenMegabytesIsCutOff() throws Exception {
        List<String> said =
                talk(connect(reception()), many('x', 10_000_000), octets("\r\nQUIT\r\n"));
        assertThat(said.getLast()).startsWith("421 4.7.0 ");
    }

    @Test
    void s07AHundredThousandRecipients() throws Exception {
        byte[] thousand = octets("RCPT TO:<bob@example.org>\r\n".repeat(1000));
        byte[][] pieces = new byte[102][];
        Arrays.fill(pieces, thousand);
        pieces[0] = octets(GREET + "MAIL FROM:<a@example.net>\r\n");
        pieces[101] = octets("DATA\r\nhello\r\n.\r\nQUIT\r\n");
        List<String> said = talk(connect(reception()), pieces);
        assertThat(said.stream().filter("250 2.1.5 Recipient ok"::equals)).hasSize(1000);
        assertThat(said.stream().filter(line -> line.startsWith("452 4.5.3"))).hasSize(99_000);
        assertThat(system.mails.getFirst().recipients()).hasSize(1000);
    }

    @Test
    void aClientThatNeverReadsIsClosed() throws Exception {
        SmtpServer server =
                new SmtpServer(
                        reception()
                                .with(
                                        new SmtpConfig.MailLimits(
                                                1000,
                                                Integer.MAX_VALUE / 1000,
                                                Duration.ofMinutes(1),
                                                Duration.ZERO)),
                        system,
                        false,
                        WireLimits.standard().withWrite(Duration.ofMillis(200)));
        opened.add(server);
        system.account("bob@example.org");
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        opened.add(socket);
        socket.connect(server.address());
        byte[] thousand = octets("RCPT TO:<bob@example.org>\r\n".repeat(1000));
        socket.getOutputStream().write(octets(GREET + "MAIL FROM:<a@example.net>\r\n"));
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 100_000; i++) {
                                socket.getOutputStream().write(thousand);
                            }
                        })
                .isInstanceOf(IOException.class);
        assertThat(system.contentsOpen).hasValue(0);
    }

    @Test
    void s26OneOctetASecondEndsTheSession() throws Exception {
        SmtpServer server =
                new SmtpServer(
                        reception(),
                        system,
                        false,
                        WireLimits.standard().withBodyPace(500, Duration.ofMillis(150)));
        opened.add(server);
        system.account("bob@example.org");
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
        opened.add(socket);
        socket.getOutputStream().write(octets(GREET + TO_BOB.replace("DATA", "BDAT 1000000 LAST")));
        InputStream in = socket.getInputStream();
        Thread slow =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (true) {
                                    socket.getOutputStream().write('x');
                                    new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                                }
                            } catch (IOException | InterruptedException over) {
                                // as it should be
                            }
                        });
        String said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).contains("421 4.4.2 ");
        assertThat(system.mails).isEmpty();
        slow.interrupt();
        slow.join();
    }
}
