// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.program;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pabal.mta.delivery.Programs;

/// Runs programs as processes of this host.
public final class HostPrograms implements Programs {
    private static final int PIECE_OCTETS = 64 * 1024;
    private static final int MAX_OUTPUT_OCTETS = 4 * 1024; // the rest is read and thrown away

    /// After its end, for what a program has left running with our pipes in its hands.
    private static final Duration LEFT_OPEN = Duration.ofSeconds(2);

    @Override
    public Ended run(
            List<String> command, Map<String, String> environment, Input input, Duration limit)
            throws IOException {
        Process process;
        try {
            process = start(command, environment);
        } catch (IOException cannot) {
            return new Ended.NotStarted(String.valueOf(cannot.getMessage()));
        }
        FutureTask<String> output = new FutureTask<>(() -> firstLine(process.getInputStream()));
        FutureTask<Boolean> written = new FutureTask<>(() -> feed(process, input));
        Thread.ofVirtual().name("program-output").start(output);
        Thread.ofVirtual().name("program-input").start(written);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Ended.TookTooLong();
            }
            within(written);
            return new Ended.Exited(process.exitValue(), within(output));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while a program ran", stopped);
        } catch (TimeoutException heldOpen) {
            return new Ended.Exited(process.exitValue(), "");
        } finally {
            kill(process);
        }
    }

    private static Process start(List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(new File("/")).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// @throws IOException when the message cannot be read: the program must not take half of it
    private static boolean feed(Process process, Input input) throws IOException {
        try (InputStream in = input.open()) {
            byte[] piece = new byte[PIECE_OCTETS];
            OutputStream out = process.getOutputStream();
            int read;
            while ((read = in.read(piece)) >= 0) {
                try {
                    out.write(piece, 0, read);
                    out.flush();
                } catch (IOException ended) {
                    return false; // it has read enough
                }
            }
            close(out);
            return true;
        } catch (IOException unreadable) {
            kill(process); // before it sees the end of its input and believes it
            throw unreadable;
        }
    }

    private static void close(OutputStream out) {
        try {
            out.close();
        } catch (IOException ended) {
            // It has read enough.
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        byte[] kept = in.readNBytes(MAX_OUTPUT_OCTETS);
        in.transferTo(OutputStream.nullOutputStream());
        String text = new String(kept, StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("").strip();
    }

    private static <T> T within(FutureTask<T> task)
            throws IOException, InterruptedException, TimeoutException {
        try {
            return task.get(LEFT_OPEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException trouble) {
                throw new IOException(trouble.getMessage(), trouble);
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    /// The program and everything that it has started.
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
