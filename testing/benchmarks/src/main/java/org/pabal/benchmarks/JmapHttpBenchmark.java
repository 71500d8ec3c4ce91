// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// `jmap-http`: the webmail's opening sequence against the real server over TLS, by HTTP/1.1 with
/// connections that stay open and by HTTP/2, by 1, 8 and 64 browsers at a time.
///
/// Each browser has a connection and a session of its own. The mailbox is one person's; since nobody
/// has more than eight requests at a time, eight people at most stand behind sixty-four browsers, of
/// whom seven read what the first shares with them. The load is on the same cores; the server's CPU is
/// counted without it. With `--quick` everything is smaller; with `--pages` Chromium opens and scrolls
/// the same mailbox instead.
public final class JmapHttpBenchmark {
    private static final int PEOPLE = 8;
    private static final List<Integer> BROWSERS = List.of(1, 8, 64);

    private final PabalImapPeer server;
    private final Duration warmUp;
    private final Duration measured;

    private JmapHttpBenchmark(PabalImapPeer server, Duration warmUp, Duration measured) {
        this.server = server;
        this.warmUp = warmUp;
        this.measured = measured;
    }

    /// Run from the root of the checkout: `testing/benchmarks/run jmap-http [--quick] [--pages]`.
    public static void main(String[] arguments) throws Exception {
        // The server's certificate is of its own making and has another name.
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
        List<String> words = List.of(arguments);
        boolean quick = words.contains("--quick");
        int messages = quick ? 10_000 : 100_000;
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "jmap-http");
        try (PabalImapPeer server = new PabalImapPeer(folder, PEOPLE)) {
            fill(server, messages);
            if (words.contains("--pages")) {
                pages(server);
                return;
            }
            System.out.println(
                    "| opening of a mailbox of "
                            + messages
                            + " messages | browsers | openings/s | median | p99 | CPU ms each |");
            System.out.println("|---|---|---|---|---|---|");
            JmapHttpBenchmark benchmark =
                    new JmapHttpBenchmark(
                            server,
                            Duration.ofSeconds(quick ? 2 : 10),
                            Duration.ofSeconds(quick ? 3 : 20));
            for (JmapBrowser.Protocol protocol : JmapBrowser.Protocol.values()) {
                for (int browsers : BROWSERS) {
                    benchmark.row(protocol, browsers);
                }
            }
        }
        Shell.run("rm", "-rf", folder.toString());
    }

    /// What a browser takes, by `apps/webmail/test/bench`.
    private static void pages(PabalImapPeer server) throws IOException, InterruptedException {
        ProcessBuilder node = new ProcessBuilder("node", "test/bench/inbox.mjs").inheritIO();
        node.directory(Path.of("apps/webmail").toFile());
        node.environment().put("URL", "https://127.0.0.1:" + server.httpsPort() + "/");
        node.environment().put("ADDRESS", server.login(0));
        node.environment().put("PASSWORD", ImapPeer.PASSWORD);
        int code = node.start().waitFor();
        if (code != 0) {
            throw new IOException("the browser's part ended with " + code);
        }
    }

    private static void fill(PabalImapPeer server, int messages) throws Exception {
        try (ImapConnection owner = ImapConnection.plain(server, server.login(0))) {
            new ImapFill(owner).append("INBOX", messages);
            for (int reader = 1; reader < PEOPLE; reader++) {
                owner.command("SETACL INBOX " + server.login(reader) + " lr");
            }
        }
    }

    private void row(JmapBrowser.Protocol protocol, int count) throws Exception {
        List<JmapBrowser> browsers = new ArrayList<>();
        JmapBrowser first = new JmapBrowser(server, protocol, 0);
        browsers.add(first);
        for (int i = 1; i < count; i++) {
            browsers.add(new JmapBrowser(server, protocol, i / PEOPLE));
        }
        JmapBrowser.Mailbox mailbox = first.inbox();
        openings(browsers, mailbox, warmUp);
        long cpu = server.group().cpu().toNanos();
        long begun = System.nanoTime();
        long[] nanos = openings(browsers, mailbox, measured);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cpuMillis = (server.group().cpu().toNanos() - cpu) / 1e6 / nanos.length;
        browsers.forEach(JmapBrowser::close);
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.0f | %.1f ms | %.1f ms | %.2f |%n",
                protocol.words(),
                count,
                nanos.length / seconds,
                nanos[nanos.length / 2] / 1e6,
                nanos[(int) (nanos.length * 0.99)] / 1e6,
                cpuMillis);
    }

    /// How long each opening took, of all browsers together.
    private static long[] openings(
            List<JmapBrowser> browsers, JmapBrowser.Mailbox mailbox, Duration time)
            throws InterruptedException, ExecutionException {
        CountDownLatch ready = new CountDownLatch(browsers.size());
        List<Future<List<Long>>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (JmapBrowser browser : browsers) {
                all.add(
                        threads.submit(() -> {
                            ready.countDown();
                            ready.await();
                            long until = System.nanoTime() + time.toNanos();
                            List<Long> nanos = new ArrayList<>();
                            while (System.nanoTime() < until) {
                                long begun = System.nanoTime();
                                browser.open(mailbox);
                                nanos.add(System.nanoTime() - begun);
                            }
                            return nanos;
                        }));
            }
        }
        List<Long> nanos = new ArrayList<>();
        for (Future<List<Long>> each : all) {
            nanos.addAll(each.get());
        }
        return nanos.stream().mapToLong(Long::longValue).toArray();
    }
}
