// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Postfix' `smtp-sink`: takes mail and forgets it. It can be made to keep its clients waiting, so
/// that mail gathers in a server's queue, and let go.
final class SmtpSink implements AutoCloseable {
    static final String DOMAIN = "sink.test";
    static final int PORT = 15_926;

    private final Process process;
    private final AtomicLong mails = new AtomicLong();

    private SmtpSink(Process process) {
        this.process = process;
    }

    static SmtpSink start() throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        "smtp-sink",
                                        "-u",
                                        "nobody",
                                        "-c",
                                        "127.0.0.1:" + PORT,
                                        "1000"))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        SmtpSink sink = new SmtpSink(process);
        Thread.ofPlatform().daemon().name("sink").start(sink::count);
        return sink;
    }

    /// Reads its counters, such as `sess=1 quit=0 mesg=12`.
    private void count() {
        byte[] text = new byte[64 * 1024];
        String last = "";
        try (InputStream in = process.getInputStream()) {
            for (int length = in.read(text); length >= 0; length = in.read(text)) {
                last += new String(text, 0, length, StandardCharsets.US_ASCII);
                int at = last.lastIndexOf("mesg=");
                int end = at + 5;
                while (at >= 0 && end < last.length() && Character.isDigit(last.charAt(end))) {
                    end++;
                }
                if (at >= 0 && end < last.length()) {
                    mails.set(Long.parseLong(last.substring(at + 5, end)));
                }
                last = last.substring(Math.max(0, last.length() - 100));
            }
        } catch (IOException ended) {
            // with the process
        }
    }

    /// Mails taken since the start.
    long mails() {
        return mails.get();
    }

    /// Connections are taken by the system, and nobody greets.
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Shell.run("kill", "-" + name, Long.toString(process.pid()));
    }

    /// @return false when they did not come in time
    boolean await(long wanted, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (mails() < wanted && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        return mails() >= wanted;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }
}
