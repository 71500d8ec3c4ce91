// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/// `notify`: from the 250 of a mail to whoever waits for it, with a thousand mails a minute: an IMAP
/// client in IDLE, an event stream, a webhook. Then how many mails a second are taken in with no
/// webhook, and with one in each account at a server that never answers.
public final class NotifyBenchmark {
    private static final int OFFSET = 22_000;
    private static final int ACCOUNTS = 60;
    private static final int PER_MINUTE = 1_000;
    private static final int FLOOD = 3_000;
    private static final int FLOOD_CONNECTIONS = 4;

    private final Path folder;
    private final int mails;

    /// When each mail got its 250, by its number.
    private final AtomicLongArray accepted;

    /// When each was heard of, by way.
    private final Map<String, AtomicLongArray> heard = new ConcurrentHashMap<>();

    /// The number of the mail that each account got last.
    private final AtomicLongArray newest = new AtomicLongArray(ACCOUNTS);

    private NotifyBenchmark(Path folder, int seconds) {
        this.folder = folder;
        this.mails = PER_MINUTE * seconds / 60;
        this.accepted = new AtomicLongArray(mails);
    }

    /// Run from the root of the checkout: `testing/benchmarks/run notify [--quick]`.
    public static void main(String[] arguments) throws Exception {
        // Its certificate vouches for itself, by another name.
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
        boolean quick = Arrays.asList(arguments).contains("--quick");
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "notify");
        new NotifyBenchmark(folder, quick ? 20 : 120).run();
    }

    private void run() throws Exception {
        NotifyReceiver receiver = new NotifyReceiver(folder);
        Path data =
                Files.createDirectory(
                        folder.resolve("data"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                data.resolve("pabal.toml"),
                """
                [mail]
                own-networks = ["127.0.0.0/8"]
                [limits]
                connections-per-source = 1000
                mails-per-session = 1000000
                [delivery]
                authorities = "%s"
                [sieve]
                notify-networks = ["127.0.0.1"]
                """
                        .formatted(receiver.certificate()));
        PabalProcess server = PabalProcess.start(data, OFFSET);
        try {
            server.call("domain.add", "{\"domain\": \"" + Peer.DOMAIN + "\"}");
            server.addAccounts(ACCOUNTS, NotifyClients.PASSWORD);
            NotifyClients clients = new NotifyClients(OFFSET);
            measure(clients, receiver);
            clients.removeWebhooks(ACCOUNTS);
            System.out.println("\n| webhooks | mails/s |\n|---|---|");
            flood("none, to warm up");
            flood("none");
            for (int i = 0; i < ACCOUNTS; i++) {
                clients.webhook(i, receiver.silentUrl());
            }
            flood("one in each account, at a server that never answers");
            clients.removeWebhooks(ACCOUNTS);
            flood("none again");
        } finally {
            server.stop();
            receiver.close();
        }
    }

    private void measure(NotifyClients clients, NotifyReceiver receiver) throws Exception {
        receiver.listen(subject -> hear("webhook", Integer.parseInt(subject)));
        CountDownLatch ready = new CountDownLatch(2 * ACCOUNTS);
        for (int i = 0; i < ACCOUNTS; i++) {
            int account = i;
            clients.webhook(account, receiver.url());
            Thread.startVirtualThread(
                    () -> clients.idle(account, ready, () -> hearNewest("IMAP IDLE", account)));
            Thread.startVirtualThread(() ->
                    clients.stream(account, ready, () -> hearNewest("event stream", account)));
        }
        if (!ready.await(5, TimeUnit.MINUTES)) {
            throw new IOException("the clients did not get in");
        }
        long begin = System.nanoTime();
        long between = Duration.ofMinutes(1).toNanos() / PER_MINUTE;
        try (Smtp smtp = new Smtp()) {
            for (int mail = 0; mail < mails; mail++) {
                long at = begin + mail * between;
                while (System.nanoTime() < at) {
                    LockSupport.parkNanos(at - System.nanoTime());
                }
                newest.set(mail % ACCOUNTS, mail + 1L);
                smtp.send(mail % ACCOUNTS, Integer.toString(mail));
                accepted.set(mail, System.nanoTime());
            }
        }
        LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
        System.out.println("| heard by | p50 ms | p95 ms | p99 ms | most ms | of |");
        System.out.println("|---|---|---|---|---|---|");
        for (String way : new String[] {"IMAP IDLE", "event stream", "webhook"}) {
            row(way);
        }
    }

    private void hearNewest(String way, int account) {
        int mail = (int) newest.get(account) - 1;
        if (mail >= 0) {
            hear(way, mail);
        }
    }

    private void hear(String way, int mail) {
        heard.computeIfAbsent(way, _ -> new AtomicLongArray(mails))
                .compareAndSet(mail, 0, System.nanoTime());
    }

    /// A client may hear of a mail before the sender has read its 250: that is 0.
    private void row(String way) {
        AtomicLongArray times = heard.getOrDefault(way, new AtomicLongArray(mails));
        long[] waits = new long[mails];
        int count = 0;
        for (int mail = 0; mail < mails; mail++) {
            if (times.get(mail) != 0) {
                waits[count++] = Math.max(0, times.get(mail) - accepted.get(mail));
            }
        }
        long[] sorted = Arrays.copyOf(waits, count);
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f | %d of %d |%n",
                way,
                at(sorted, 0.50),
                at(sorted, 0.95),
                at(sorted, 0.99),
                at(sorted, 1),
                count,
                mails);
    }

    private static double at(long[] sorted, double part) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * part))]
                        / 1e6;
    }

    private void flood(String words) throws Exception {
        CountDownLatch done = new CountDownLatch(FLOOD_CONNECTIONS);
        long begin = System.nanoTime();
        for (int i = 0; i < FLOOD_CONNECTIONS; i++) {
            Thread.startVirtualThread(() -> {
                try (Smtp smtp = new Smtp()) {
                    for (int mail = 0; mail < FLOOD / FLOOD_CONNECTIONS; mail++) {
                        smtp.send(mail % ACCOUNTS, "0");
                    }
                    done.countDown();
                } catch (IOException broken) {
                    System.err.println(broken.getMessage());
                }
            });
        }
        if (!done.await(5, TimeUnit.MINUTES)) {
            throw new IOException("the mails were not taken in");
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(Locale.ROOT, "| %s | %.0f |%n", words, FLOOD / seconds);
    }

    /// One connection, as a server keeps it.
    private static final class Smtp implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), OFFSET + 25);
        private final BufferedReader in;
        private final OutputStream out;
        private int sent;

        Smtp() throws IOException {
            socket.setTcpNoDelay(true);
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            out = socket.getOutputStream();
            reply("220");
            say("EHLO client.bench.test", "250");
        }

        private void say(String command, String wanted) throws IOException {
            out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            reply(wanted);
        }

        private void reply(String wanted) throws IOException {
            String line = in.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = in.readLine();
            }
            if (line == null || !line.startsWith(wanted)) {
                throw new IOException("wanted " + wanted + ", got " + line);
            }
        }

        void send(int account, String subject) throws IOException {
            String to = "user" + account + "@" + Peer.DOMAIN;
            say("MAIL FROM:<ann@client.bench.test>", "250");
            say("RCPT TO:<" + to + ">", "250");
            say("DATA", "354");
            say(
                    "From: Ann <ann@client.bench.test>\r\nTo: "
                            + to
                            + "\r\nSubject: "
                            + subject
                            + "\r\nMessage-ID: <"
                            + System.nanoTime()
                            + "."
                            + sent++
                            + "@client.bench.test>\r\n\r\n"
                            + "Some words about the plan for next Tuesday.\r\n".repeat(20)
                            + ".",
                    "250");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
