// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program on a terminal of 100 by 30, at which a test types and looks.
final class Terminal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /// Gives the command a terminal, passes keys to it and what it paints back, to its end, and
    /// ends as the command does. An end of the keys is no key.
    private static final String DRIVER =
            """
            import fcntl, os, pty, select, struct, sys, termios
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp(sys.argv[1], sys.argv[1:])
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
            sources = [terminal, 0]
            while True:
                for source in select.select(sources, [], [])[0]:
                    try:
                        octets = os.read(source, 4096)
                    except OSError:
                        octets = b""
                    if octets:
                        os.write(terminal if source == 0 else 1, octets)
                    elif source == 0:
                        sources.remove(0)
                    else:
                        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 255)
            """;

    private final Process process;
    private final StringBuffer painted = new StringBuffer();

    private Terminal(Process process) {
        this.process = process;
    }

    /// What does not end within 90 seconds is ended.
    static Terminal start(Path folder, String... command) throws IOException {
        List<String> driven =
                new ArrayList<>(
                        List.of("timeout", "--kill-after=5", "90", "python3", "-c", DRIVER));
        driven.addAll(List.of("env", "TERM=xterm", "LANG=C.UTF-8", "HOME=" + folder));
        driven.addAll(List.of(command));
        Terminal terminal =
                new Terminal(
                        new ProcessBuilder(driven)
                                .directory(folder.toFile())
                                .redirectErrorStream(true)
                                .start());
        Thread.ofVirtual().start(terminal::look);
        return terminal;
    }

    private void look() {
        byte[] octets = new byte[8192];
        try (InputStream in = process.getInputStream()) {
            for (int length = in.read(octets); length >= 0; length = in.read(octets)) {
                painted.append(new String(octets, 0, length, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException gone) {
            // It has ended.
        }
    }

    /// Types, and forgets what was painted before.
    Terminal type(String keys) throws IOException {
        painted.setLength(0);
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return this;
    }

    /// Waits until this is painted.
    Terminal await(String text) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!screen().contains(text)) {
            if (Instant.now().isAfter(end) || process.waitFor(20, TimeUnit.MILLISECONDS)) {
                if (screen().contains(text)) {
                    return this;
                }
                throw new AssertionError("\"" + text + "\" is not shown:\n" + screen());
            }
        }
        return this;
    }

    /// What was painted since the last key, without the colours.
    private String screen() {
        String octets = painted.toString();
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .replaceAll("\u001b(\\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>78])", "");
    }

    void mustEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("it did not end well:\n" + screen());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
