// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The distribution as it was just built, and how it is started. As the launcher does, it keeps the
/// loaded classes of one start for the others (JEP 514): the tests start it some hundred times.
final class Distribution {
    private static final Path HOME =
            Path.of("../../apps/server/target/pabal").toAbsolutePath().normalize();
    private static final Path ARCHIVE = Path.of("target/pabal.aot").toAbsolutePath();
    private static final Path LOCK = Path.of("target/pabal.aot.lock").toAbsolutePath();
    private static final String CLASS_PATH = jars();

    static {
        archive();
    }

    private Distribution() {}

    /// The words of a command line to which those of `pabal` are added.
    static List<String> command(List<String> javaOptions) {
        return command("-XX:AOTCache=" + ARCHIVE, javaOptions);
    }

    private static List<String> command(String archive, List<String> javaOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        archive,
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr",
                        "-Djava.library.path=" + HOME.resolve("native"),
                        "-Dfile.encoding=UTF-8",
                        "-Dstdout.encoding=UTF-8"));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", CLASS_PATH, "org.pabal.server.Main"));
        return command;
    }

    private static String jars() {
        try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            return jars.map(Path::toString).sorted().collect(Collectors.joining(":"));
        } catch (IOException absent) {
            throw new UncheckedIOException(
                    "the distribution is not built; run mvn package first", absent);
        }
    }

    /// Made once for each build, whoever of the test processes comes first. Without it all starts,
    /// too, only slower.
    private static void archive() {
        try {
            Files.createDirectories(LOCK.getParent());
            try (FileChannel file =
                            FileChannel.open(
                                    LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = file.lock()) {
                if (!isUpToDate()) {
                    train();
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void train() throws IOException, InterruptedException {
        Files.deleteIfExists(ARCHIVE);
        List<String> command = command("-XX:AOTCacheOutput=" + ARCHIVE, List.of());
        command.add("train");
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static boolean isUpToDate() throws IOException {
        if (!Files.exists(ARCHIVE)) {
            return false;
        }
        try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            long newest = jars.mapToLong(jar -> jar.toFile().lastModified()).max().orElse(0);
            return ARCHIVE.toFile().lastModified() > newest;
        }
    }
}
