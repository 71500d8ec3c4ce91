// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// A program of others that stays, and listens on a port of loopback.
final class Daemon implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;

    private Daemon(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// A folder that a program's own user can reach, although it lies below a private one.
    static Path homeIn(Path folder, String name) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        for (Path path = home; path.startsWith(folder.getParent()); path = path.getParent()) {
            path.toFile().setExecutable(true, false);
            path.toFile().setReadable(true, false);
        }
        return home;
    }

    /// A file that another process writes, once it has this text.
    ///
    /// @param log what that process has to say when it does not
    static String awaitText(Path file, String text, Callable<String> log) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            if (Files.exists(file)) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (content.contains(text)) {
                    return content;
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no \"" + text + "\" in " + file + "; " + log.call());
    }

    /// A port that nobody has now.
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// What shows that a program is there.
    interface Sign {
        boolean isSeen(Daemon daemon) throws IOException;
    }

    /// Starts it in the foreground and waits until it answers the port.
    static Daemon start(Path folder, int port, List<String> command) throws Exception {
        return start(folder, _ -> answers(port), command);
    }

    /// Starts it in the foreground and waits until it is there.
    static Daemon start(Path folder, Sign sign, List<String> command) throws Exception {
        Path output = Files.createTempFile(folder, "daemon", ".out");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        Daemon daemon = new Daemon(process, output);
        Instant end = Instant.now().plus(PATIENCE);
        while (!sign.isSeen(daemon)) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || Instant.now().isAfter(end)) {
                daemon.close();
                throw new IOException(command + " does not work:\n" + daemon.output());
            }
        }
        return daemon;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// What it wrote so far.
    String output() throws IOException {
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    /// Its workers, too: some outlive the process that started them.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
