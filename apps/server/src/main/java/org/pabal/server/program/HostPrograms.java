// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.program;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pabal.mda.programs.Programs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs programs as processes of this host, each in a group of its own that ends with it.
///
/// What a program reads lies in a file before it starts, so that it never reads half of a message,
/// and nobody waits for one that reads nothing. What it writes comes through pipes, which
/// {@link ProcessGroup} frees from everything that could hold them open (THREATS V11).
public final class HostPrograms implements Programs {
    private static final Logger LOG = LoggerFactory.getLogger(HostPrograms.class);
    private static final int PIECE_OCTETS = 64 * 1024;
    private static final int MAX_LINE_OCTETS = 4 * 1024; // the rest is read and thrown away
    private static final String PREFIX = "program-";
    private static final File NOTHING = new File("/dev/null");

    /// After its end, for what a program has left running with our pipes in its hands.
    private static final Duration LEFT_OPEN = Duration.ofSeconds(2);

    private final Path folder;

    /// @param folder for what programs read; what others have left there is removed
    public HostPrograms(Path folder) {
        this.folder = folder;
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException trouble) {
            LOG.warn("{} cannot be tidied: {}", folder, trouble.toString());
        }
    }

    @Override
    public Ended run(
            List<String> command,
            Map<String, String> environment,
            Input input,
            Output output,
            Duration limit)
            throws IOException {
        if (!Files.isExecutable(Path.of(command.getFirst()))) {
            return new Ended.NotStarted("there is no program " + command.getFirst());
        }
        if (input.equals(Input.NOTHING)) {
            return run(command, environment, NOTHING, output, limit);
        }
        Path file = Files.createTempFile(folder, PREFIX, "");
        try {
            try (InputStream in = input.open()) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return run(command, environment, file.toFile(), output, limit);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Ended run(
            List<String> command,
            Map<String, String> environment,
            File input,
            Output output,
            Duration limit)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(ProcessGroup.command(command))
                        .directory(new File("/"))
                        .redirectInput(Redirect.from(input));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException cannot) {
            return new Ended.NotStarted(String.valueOf(cannot.getMessage()));
        }
        return attend(process, output, limit);
    }

    static Ended attend(Process process, Output output, Duration limit) throws IOException {
        ProcessGroup group = ProcessGroup.of(process);
        FutureTask<String> written = reading("output", process.getInputStream(), output);
        FutureTask<String> errors = reading("errors", process.getErrorStream(), Output.IGNORED);
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            group.kill();
            String line = result(written, group);
            String error = result(errors, group);
            return ended
                    ? new Ended.Exited(process.exitValue(), error.isEmpty() ? line : error)
                    : new Ended.TookTooLong();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while a program ran", stopped);
        } finally {
            group.kill();
        }
    }

    private static FutureTask<String> reading(String name, InputStream in, Output output) {
        FutureTask<String> task = new FutureTask<>(() -> read(in, output));
        Thread.ofVirtual().name("program-" + name).start(task);
        return task;
    }

    /// @return the first line
    private static String read(InputStream in, Output output) throws IOException {
        byte[] piece = new byte[PIECE_OCTETS];
        ByteArrayOutputStream beginning = new ByteArrayOutputStream(256);
        int read;
        while ((read = next(in, piece)) >= 0) {
            output.take(piece, read);
            beginning.write(piece, 0, Math.min(read, MAX_LINE_OCTETS - beginning.size()));
        }
        return beginning.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
    }

    private static int next(InputStream in, byte[] piece) {
        try {
            return in.read(piece);
        } catch (IOException ended) { // the pipe was closed with the process
            return -1;
        }
    }

    private static String result(FutureTask<String> task, ProcessGroup group)
            throws IOException, InterruptedException {
        try {
            return task.get(LEFT_OPEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException heldOpen) {
            group.killHolders();
            return resultOfClosed(task);
        } catch (ExecutionException failed) {
            throw cause(failed);
        }
    }

    private static String resultOfClosed(FutureTask<String> task)
            throws IOException, InterruptedException {
        try {
            return task.get(LEFT_OPEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException heldOpen) {
            LOG.warn("event=program-output-held what a program left running holds its output open");
            return "";
        } catch (ExecutionException failed) {
            throw cause(failed);
        }
    }

    private static IOException cause(ExecutionException failed) {
        if (failed.getCause() instanceof IOException trouble) {
            return new IOException(trouble.getMessage(), trouble);
        }
        if (failed.getCause() instanceof RuntimeException trouble) {
            throw trouble;
        }
        throw new IllegalStateException(failed.getCause());
    }
}
