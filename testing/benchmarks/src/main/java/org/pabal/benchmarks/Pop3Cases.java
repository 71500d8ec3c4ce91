// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// What POP3 clients do all day. Mailboxes are filled by IMAP.
final class Pop3Cases {
    /// One for each client that runs at a time, as a maildrop has one session; and two more.
    static final int ACCOUNTS = 12;

    private static final int AT_A_TIME = 10;
    private static final int KEPT = 100; // at least, of which no session takes any
    private static final int LARGE = 4 << 20;
    private static final int SEED = 1_000;
    private static final Charset ASCII = StandardCharsets.US_ASCII;

    private final ImapPeer peer;
    private final ImapTable table;
    private final Sizes sizes;
    private final String ofLargeMessages;
    private final String ofManyMessages;

    /// @param sessions of each kind
    /// @param large messages of 4 MiB
    /// @param many messages of one maildrop
    record Sizes(int sessions, int large, int many, int rounds) {
        static Sizes of(boolean quick) {
            return quick ? new Sizes(1_500, 10, 20_000, 3) : new Sizes(6_000, 40, 100_000, 5);
        }
    }

    private enum Wire {
        PLAIN,
        TLS
    }

    private enum Ending {
        KEEP,
        DELETE
    }

    Pop3Cases(ImapPeer peer, ImapTable table, Sizes sizes) {
        this.peer = peer;
        this.table = table;
        this.sizes = sizes;
        this.ofLargeMessages = peer.login(AT_A_TIME);
        this.ofManyMessages = peer.login(AT_A_TIME + 1);
    }

    void run() throws IOException {
        for (Ending ending : Ending.values()) {
            for (Wire wire : Wire.values()) {
                fillForSessions(ending);
                sessions(wire, ending);
            }
        }
        largeMessages();
        manyMessages();
    }

    private void fillForSessions(Ending ending) throws IOException {
        int each = sizes.sessions() / AT_A_TIME * (ending == Ending.KEEP ? 1 : 2) + KEPT;
        for (int i = 0; i < AT_A_TIME; i++) {
            try (ImapConnection client = ImapConnection.plain(peer, peer.login(i))) {
                client.command("SELECT INBOX");
                client.command("UID STORE 1:* +FLAGS.SILENT (\\Deleted)");
                client.command("CLOSE");
                new ImapFill(client).append("INBOX", each);
            }
        }
    }

    /// Each client has a maildrop of its own and takes its share of the sessions.
    private void sessions(Wire wire, Ending ending) throws IOException {
        unbroken(wire, ending, sizes.sessions());
        markUnseen();
        ImapFigure figure =
                new ImapMeasure(peer, 1, 0).once(() -> unbroken(wire, ending, sizes.sessions()));
        String what =
                ending == Ending.KEEP
                        ? "log-in, STAT, UIDL, RETR, QUIT"
                        : "log-in, STAT, UIDL, RETR, DELE, QUIT";
        table.add(
                what + ", ten at a time, " + wire.name().toLowerCase(Locale.ROOT),
                peer,
                "",
                new ImapFigure(
                        sizes.sessions() * 1e3 / figure.value(),
                        ImapFigure.Unit.PER_SECOND,
                        figure.cpuMillis() / sizes.sessions()));
    }

    private void unbroken(Wire wire, Ending ending, int count) throws IOException {
        List<Callable<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
            String login = peer.login(i);
            AtomicInteger left = new AtomicInteger(count / AT_A_TIME);
            byte[] buffer = new byte[64 << 10];
            clients.add(() -> {
                while (left.getAndDecrement() > 0) {
                    session(wire, ending, login, buffer, left.get());
                }
                return true;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (Future<Boolean> client : threads.invokeAll(clients)) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    /// So that each session has something to mark as seen.
    private void markUnseen() throws IOException {
        for (int i = 0; i < AT_A_TIME; i++) {
            try (ImapConnection client = ImapConnection.plain(peer, peer.login(i))) {
                client.command("SELECT INBOX");
                client.command("UID STORE 1:* -FLAGS.SILENT (\\Seen)");
            }
        }
    }

    /// Another message each time.
    private void session(Wire wire, Ending ending, String login, byte[] buffer, int turn)
            throws IOException {
        int message = ending == Ending.DELETE ? 1 : turn + 1;
        try (Pop3Connection client = connect(wire, buffer)) {
            client.logIn(login);
            client.command("STAT");
            client.lines("UIDL");
            client.lines("RETR " + message);
            if (ending == Ending.DELETE) {
                client.command("DELE " + message);
            }
            client.command("QUIT");
        }
    }

    private Pop3Connection connect(Wire wire, byte[] buffer) throws IOException {
        return wire == Wire.TLS
                ? Pop3Connection.tls(peer.pop3sPort(), buffer)
                : Pop3Connection.plain(peer.pop3Port(), buffer);
    }

    private void largeMessages() throws IOException {
        try (ImapConnection client = ImapConnection.plain(peer, ofLargeMessages)) {
            byte[] message = largeMessage();
            for (int i = 0; i < sizes.large(); i++) {
                client.write("a APPEND INBOX {" + message.length + "+}\r\n");
                client.write(message);
                client.write("\r\n");
                client.readLines("a OK");
            }
        }
        byte[] buffer = new byte[256 << 10];
        for (Wire wire : Wire.values()) {
            ImapFigure figure =
                    new ImapMeasure(peer, sizes.rounds(), 2)
                            .warm(() -> retrieveAll(wire, ofLargeMessages, sizes.large(), buffer));
            double mebibytes = sizes.large() * (double) LARGE / (1 << 20);
            table.add(
                    "RETR of messages of 4 MiB, one client, "
                            + wire.name().toLowerCase(Locale.ROOT),
                    peer,
                    "",
                    new ImapFigure(
                            mebibytes * 1e3 / figure.value(),
                            ImapFigure.Unit.MIB_PER_SECOND,
                            figure.cpuMillis() / mebibytes));
        }
    }

    /// An attachment in base64, as nearly all octets of mail are.
    private static byte[] largeMessage() {
        byte[] content = new byte[LARGE / 78 * 57];
        new Random(1).nextBytes(content);
        ByteArrayOutputStream message = new ByteArrayOutputStream(LARGE + 1_000);
        message.writeBytes(
                "From: a@example.org\r\nSubject: large\r\nMIME-Version: 1.0\r\n".getBytes(ASCII));
        message.writeBytes("Content-Transfer-Encoding: base64\r\n\r\n".getBytes(ASCII));
        message.writeBytes(Base64.getMimeEncoder().encode(content));
        message.writeBytes("\r\n".getBytes(ASCII));
        return message.toByteArray();
    }

    private void retrieveAll(Wire wire, String login, int count, byte[] buffer) throws IOException {
        try (Pop3Connection client = connect(wire, buffer)) {
            client.logIn(login);
            for (int i = 1; i <= count; i++) {
                client.lines("RETR " + i);
            }
            client.command("QUIT");
        }
    }

    private void manyMessages() throws IOException {
        try (ImapConnection client = ImapConnection.plain(peer, ofManyMessages)) {
            client.command("CREATE seed");
            new ImapFill(client).append("seed", SEED);
            client.command("SELECT seed");
            for (int i = 0; i < sizes.many() / SEED; i++) {
                client.command("COPY 1:* INBOX");
            }
        }
        byte[] buffer = new byte[256 << 10];
        ImapFigure opened =
                new ImapMeasure(peer, sizes.rounds(), 3)
                        .warm(() -> {
                            try (Pop3Connection client = connect(Wire.PLAIN, buffer)) {
                                client.logIn(ofManyMessages);
                                client.command("STAT");
                                client.lines("LIST");
                                client.lines("UIDL");
                                client.command("QUIT");
                            }
                        });
        table.add("log-in, STAT, LIST, UIDL of " + sizes.many() + " messages", peer, "", opened);
        int fetched = sizes.many() / 10;
        ImapFigure small =
                new ImapMeasure(peer, sizes.rounds(), 2)
                        .warm(() -> retrieveAll(Wire.PLAIN, ofManyMessages, fetched, buffer));
        table.add(
                "RETR of messages of 4 KiB one after the other, one client",
                peer,
                "",
                new ImapFigure(
                        fetched * 1e3 / small.value(),
                        ImapFigure.Unit.PER_SECOND,
                        small.cpuMillis() / fetched));
    }
}
