// SPDX-License-Identifier: Apache-2.0
package org.pabal.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Makes a test of each transcript of a folder, for a method with `@TestFactory`.
public final class TranscriptTests {

    private static final Path ROOT = Path.of("src", "test", "transcripts");

    private TranscriptTests() {}

    /// @param folder below `src/test/transcripts`; every `*.txt` in and below it is played
    /// @throws IllegalArgumentException when there is none: a test that tests nothing
    public static Stream<DynamicTest> in(String folder, Stage.Opening stage) throws IOException {
        Path root = ROOT.resolve(folder);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no transcripts below " + root.toAbsolutePath());
        }
        return files.stream().map(file -> test(root, file, stage));
    }

    private static DynamicTest test(Path root, Path file, Stage.Opening opening) {
        return DynamicTest.dynamicTest(
                root.relativize(file).toString(), file.toUri(), () -> play(file, opening));
    }

    private static void play(Path file, Stage.Opening opening) throws Exception {
        Transcript transcript = Transcript.parse(file);
        try (Stage stage = opening.open()) {
            TranscriptPlayer.play(transcript, stage);
        }
    }
}
