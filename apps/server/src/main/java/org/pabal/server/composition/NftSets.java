// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.pabal.bans.Source;
import org.pabal.bans.guard.BanWatcher;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the sets of a table of nftables as the bans are, by the program `nft`: its kernel then drops
/// what we would refuse. Each element ends by itself with its ban, so that nothing stays banned when
/// this server does not run. One command at a time, on a thread of its own; what does not fit or fails
/// is in the log, and the doors refuse it anyway.
final class NftSets implements BanWatcher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NftSets.class);

    private static final int MAX_WAITING = 10_000;
    private static final int MAX_AT_ONCE = 250;
    private static final long PATIENCE_SECONDS = 10;
    private static final int MAX_ANSWER = 2_000;

    /// Family and name.
    private static final Pattern TABLE =
            Pattern.compile("(inet|ip|ip6) [A-Za-z][A-Za-z0-9_]{0,30}");

    private final List<String> program;
    private final String table;
    private final BlockingQueue<Wanted> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private volatile Optional<Thread> worker = Optional.empty();

    /// @param left empty when it is not to be in the set
    private record Wanted(Source source, Optional<Duration> left) {}

    /// @param program `nft` and what stands before each command
    NftSets(List<String> program, String table) {
        this.program = List.copyOf(program);
        this.table = table;
    }

    /// @param table as in the settings; empty for none
    static Optional<NftSets> of(String table) throws StartFailure {
        if (table.isEmpty()) {
            return Optional.empty();
        }
        if (!TABLE.matcher(table).matches()) {
            throw new StartFailure(
                    "bans.nftables '" + table + "' is not a family and a name such as inet pabal");
        }
        return Optional.of(new NftSets(List.of("nft"), table));
    }

    void start() {
        worker = Optional.of(Thread.ofPlatform().daemon().name("nft").start(this::work));
    }

    @Override
    public void banned(Source source, Duration left) {
        hand(new Wanted(source, Optional.of(left)));
    }

    @Override
    public void lifted(Source source) {
        hand(new Wanted(source, Optional.empty()));
    }

    /// An element that is there keeps its time, and one that is not cannot go: it comes, goes, and
    /// comes with its time.
    private String commands(Source source, Optional<Duration> left) {
        return change("add", source, "")
                + change("delete", source, "")
                + left.map(time -> " timeout " + Math.max(1, time.toSeconds()) + "s")
                        .map(timeout -> change("add", source, timeout))
                        .orElse("");
    }

    private String change(String verb, Source source, String more) {
        String set = source.family() == Source.Family.IPV4 ? "banned4" : "banned6";
        return verb + " element " + table + " " + set + " { " + source + more + " }\n";
    }

    private void hand(Wanted wanted) {
        if (!waiting.offer(wanted)) {
            LOG.warn("event=nft-left-out reason=\"more changes than nft takes\"");
        }
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                run(next());
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    /// What waits, at most so much at once; of a source the last word only, since the kernel refuses
    /// all of what names an element twice.
    private String next() throws InterruptedException {
        Map<Source, Optional<Duration>> last = new LinkedHashMap<>();
        for (Wanted one = waiting.take(); one != null; ) {
            last.put(one.source(), one.left());
            one = last.size() < MAX_AT_ONCE ? waiting.poll() : null;
        }
        StringBuilder commands = new StringBuilder();
        last.forEach((source, left) -> commands.append(commands(source, left)));
        return commands.toString();
    }

    private void run(String commands) throws InterruptedException {
        Process nft;
        try {
            List<String> line = new ArrayList<>(program);
            line.addAll(List.of("-f", "-"));
            nft = new ProcessBuilder(line).redirectErrorStream(true).start();
        } catch (IOException absent) {
            LOG.warn(
                    "event=nft-failed reason={} hint=\"install nftables, or empty bans.nftables\"",
                    new LogText(String.valueOf(absent.getMessage())));
            return;
        }
        try {
            nft.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            nft.getOutputStream().close();
            if (!nft.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("event=nft-failed reason=\"it does not end\"");
            } else if (nft.exitValue() != 0) {
                byte[] answer = nft.getInputStream().readNBytes(MAX_ANSWER);
                LOG.warn(
                        "event=nft-failed reason={} hint=\"make the table and its sets, and give this"
                                + " server CAP_NET_ADMIN: docs/operations/bans.md\"",
                        new LogText(new String(answer, StandardCharsets.UTF_8).strip()));
            }
        } catch (IOException broken) {
            LOG.warn(
                    "event=nft-failed reason={}", new LogText(String.valueOf(broken.getMessage())));
        } finally {
            nft.destroyForcibly();
        }
    }

    @Override
    public void close() {
        worker.ifPresent(Thread::interrupt);
    }
}
