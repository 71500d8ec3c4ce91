// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// Floods a real server on loopback and watches what a good client meets meanwhile: how long a mail
/// takes from connect to `250`, before, during and after; what the server needs; how long until it is
/// as before. Clients have addresses of their own in 127.0.0.0/8: those of the flood in one /24 or in
/// many, the good one in another.
public final class FloodBenchmark {
    private static final int OFFSET = 23_800;
    private static final InetAddress SERVER = InetAddress.ofLiteral("127.0.0.1");
    private static final String GOOD = "127.9.0.1";
    private static final int SMTP = OFFSET + 25;
    private static final int SUBMISSIONS = OFFSET + 465;
    private static final int SUBMISSION = OFFSET + 587;

    private final long serverPid;
    private final int seconds;
    private final int connections;

    private FloodBenchmark(long serverPid, boolean quick) {
        this.serverPid = serverPid;
        this.seconds = quick ? 3 : 15;
        this.connections = quick ? 4_000 : 10_000;
    }

    public static void main(String[] arguments) throws Exception {
        boolean quick = List.of(arguments).contains("--quick");
        Path folder = Files.createTempDirectory("pabal-flood");
        PabalProcess server = PabalProcess.start(folder.resolve("data"), OFFSET);
        try {
            server.call("domain.add", "{\"domain\": \"" + Peer.DOMAIN + "\"}");
            server.addAccounts(1, "a long password of the good client");
            FloodBenchmark flood = new FloodBenchmark(server.pid(), quick);
            flood.run();
        } finally {
            server.stop();
        }
    }

    private void run() throws Exception {
        say(
                "%d processors, load %.1f before",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        say(
                "| flood | mails | not taken | p50 ms | p99 ms | most ms | RSS MiB | files | threads |");
        say("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        measure(); // warms both up
        row("before", measure());
        oneNetwork();
        slow("5,000 slow clients, one network", i -> "127.0.1." + (1 + i % 250));
        slow("4,500 slow clients, 90 networks", i -> "127.1." + i % 90 + "." + (1 + i / 90 % 250));
        handshakes();
        badLogins();
        row("after all", measure());
    }

    // Floods

    /// Connections from one network: as many as it may hold, and thousands that are refused.
    private void oneNetwork() throws Exception {
        int former = descriptors();
        List<SocketChannel> held = open(connections, SMTP, i -> "127.0.1." + (1 + i % 250));
        row(held.size() + " connections of one network, held", measure());
        AtomicLong refused = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        Thread[] floods = new Thread[4];
        for (int i = 0; i < floods.length; i++) {
            int number = i;
            floods[i] = Thread.ofPlatform().start(() -> churn(number, refused, over));
        }
        long start = System.nanoTime();
        row("the same, with new ones all the time", measure());
        over.set(true);
        for (Thread each : floods) {
            each.join();
        }
        say("  refused a second: %.0f", refused.get() / ((System.nanoTime() - start) / 1e9));
        back(held, former);
    }

    private static void churn(int number, AtomicLong refused, AtomicBoolean over) {
        for (int i = number; !over.get(); i++) {
            try (SocketChannel channel = connect("127.0.1." + (1 + i % 250), SMTP)) {
                ByteBuffer answer = ByteBuffer.allocate(200);
                if (channel.read(answer) > 2 && answer.get(0) == '4') {
                    refused.incrementAndGet();
                }
            } catch (IOException reset) {
                refused.incrementAndGet();
            }
        }
    }

    /// Each sends an octet of a command now and then.
    private void slow(String name, IntFunction<String> source) throws Exception {
        int former = descriptors();
        List<SocketChannel> held = open(name.startsWith("5") ? 5_000 : 4_500, SMTP, source);
        AtomicBoolean over = new AtomicBoolean();
        Thread dripping =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!over.get()) {
                                held.forEach(FloodBenchmark::drip);
                                pause(1_000);
                            }
                        });
        row(name, measure());
        over.set(true);
        dripping.join();
        back(held, former);
    }

    private static void pause(long millis) {
        try {
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drip(SocketChannel channel) {
        try {
            channel.write(ByteBuffer.wrap(new byte[] {'N'}));
        } catch (IOException closed) {
            // The server has had enough of it.
        }
    }

    /// Begun and left: 500, which the server closes after 10 s (THREATS T07).
    private void handshakes() throws Exception {
        int former = descriptors();
        long start = System.nanoTime();
        List<SocketChannel> held =
                open(500, SUBMISSIONS, i -> "127.2." + i % 50 + "." + (1 + i / 50));
        for (SocketChannel each : held) {
            each.write(ByteBuffer.wrap(new byte[] {22, 3, 1, 2, 0, 1}));
        }
        AtomicLong closed = new AtomicLong();
        Thread waiting =
                Thread.ofPlatform()
                        .start(() -> {
                            held.forEach(FloodBenchmark::readToTheEnd);
                            closed.set(System.nanoTime());
                        });
        row("500 handshakes begun and left", measure());
        waiting.join();
        say("  all closed by the server after %.1f s", (closed.get() - start) / 1e9);
        back(held, former);
    }

    private static void readToTheEnd(SocketChannel channel) {
        try {
            while (channel.read(ByteBuffer.allocate(100)) >= 0) {}
        } catch (IOException reset) {
            // That is an end, too.
        }
    }

    /// Wrong passwords for accounts that are there and that are not, from thousands of addresses.
    private void badLogins() throws Exception {
        int former = descriptors();
        AtomicLong tried = new AtomicLong();
        AtomicLong connectionsRefused = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> guessers = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            int number = i;
            guessers.add(
                    Thread.ofPlatform()
                            .start(() -> guess(number, tried, connectionsRefused, over)));
        }
        row("bad log-ins from 8,000 addresses", measure());
        over.set(true);
        for (Thread each : guessers) {
            each.join();
        }
        say("  tried: %d, connections refused: %d", tried.get(), connectionsRefused.get());
        back(List.of(), former);
    }

    private static void guess(
            int number, AtomicLong tried, AtomicLong refused, AtomicBoolean over) {
        for (int i = 0; !over.get(); i++) {
            String source = "127.3." + number + "." + (1 + i % 250);
            try (Socket socket = socket(source, SUBMISSION)) {
                BufferedReader in = reader(socket);
                String greeting = in.readLine();
                if (greeting == null || !greeting.startsWith("220")) {
                    refused.incrementAndGet();
                    continue;
                }
                String secret = "\0user" + i % 3 + "@" + Peer.DOMAIN + "\0guess" + i;
                say(socket, "EHLO x");
                skip(in);
                say(
                        socket,
                        "AUTH PLAIN "
                                + Base64.getEncoder()
                                        .encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
                in.readLine();
                tried.incrementAndGet();
            } catch (IOException closed) {
                refused.incrementAndGet();
            }
        }
    }

    // The good client

    /// @param millis from connect to the reply to QUIT, in order
    /// @param failed mails that were not taken
    private record Seen(double[] millis, int failed, int most, long rssKib, int threads) {
        double at(double share) {
            return millis.length == 0
                    ? Double.NaN
                    : millis[(int) Math.min(millis.length - 1, millis.length * share)];
        }
    }

    /// Sends a mail ten times a second.
    private Seen measure() throws Exception {
        List<Double> millis = new ArrayList<>();
        int failed = 0;
        int most = 0;
        String problem = "";
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            try {
                deliver();
                millis.add((System.nanoTime() - start) / 1e6);
            } catch (IOException refused) {
                failed++;
                problem = refused.toString();
            }
            most = Math.max(most, descriptors());
            pause(100);
        }
        if (failed > 0) {
            say("  the good client met: %s", problem);
        }
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Seen(sorted, failed, most, rss(), threads());
    }

    private static void deliver() throws IOException {
        try (Socket socket = socket(GOOD, SMTP)) {
            BufferedReader in = reader(socket);
            expect(in, "220");
            for (String command :
                    List.of(
                            "EHLO good.example",
                            "MAIL FROM:<good@sender.example>",
                            "RCPT TO:<user0@" + Peer.DOMAIN + ">")) {
                say(socket, command);
                expect(in, "250");
            }
            say(socket, "DATA");
            expect(in, "354");
            say(socket, "From: good@sender.example\r\nSubject: flood\r\n\r\nHello\r\n.");
            expect(in, "250");
            say(socket, "QUIT");
            expect(in, "221");
        }
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        String line = skip(in);
        if (!line.startsWith(code)) {
            throw new IOException("expected " + code + ", met " + line);
        }
    }

    private static String skip(BufferedReader in) throws IOException {
        String line;
        do {
            line = in.readLine();
            if (line == null) {
                throw new IOException("closed");
            }
        } while (line.length() > 3 && line.charAt(3) == '-');
        return line;
    }

    // Sockets

    private static List<SocketChannel> open(int count, int port, IntFunction<String> source)
            throws IOException {
        List<SocketChannel> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(connect(source.apply(i), port));
        }
        return all;
    }

    private static SocketChannel connect(String source, int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.ofLiteral(source), 0));
        channel.connect(new InetSocketAddress(SERVER, port));
        return channel;
    }

    private static Socket socket(String source, int port) throws IOException {
        Socket socket = new Socket(SERVER, port, InetAddress.ofLiteral(source), 0);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    // The server

    /// Lets go, and waits until the server has as few files open as before (THREATS I8).
    private void back(List<SocketChannel> held, int former) throws Exception {
        for (SocketChannel each : held) {
            each.close();
        }
        long start = System.nanoTime();
        while (descriptors() > former + 10 && System.nanoTime() - start < 120e9) {
            pause(50);
        }
        say(
                "  descriptors back to %d (before %d) after %.1f s",
                descriptors(), former, (System.nanoTime() - start) / 1e9);
    }

    private int descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + serverPid + "/fd"))) {
            return (int) files.count();
        }
    }

    private long rss() throws IOException {
        return number("VmRSS:");
    }

    private int threads() throws IOException {
        return (int) number("Threads:");
    }

    private long number(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + serverPid + "/status")).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.split("\\s+"))
                .mapToLong(words -> Long.parseLong(words[1]))
                .findFirst()
                .orElseThrow();
    }

    private static void row(String name, Seen seen) {
        say(
                "| %s | %d | %d | %.1f | %.1f | %.1f | %d | %d | %d |",
                name,
                seen.millis().length,
                seen.failed(),
                seen.at(0.5),
                seen.at(0.99),
                seen.millis().length == 0
                        ? Double.NaN
                        : Arrays.stream(seen.millis()).max().orElse(0),
                seen.rssKib() / 1024,
                seen.most(),
                seen.threads());
    }

    @SuppressWarnings("AnnotateFormatMethod") // no annotations at run time
    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
