// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.pabal.testkit.Stage;

/// A dialogue in JSON as a text file, which is a test:
///
/// ```
/// # A name that is taken. RFC 8621 §2.5
/// given  alice has the mailbox Work
/// > Mailbox/set {"create": {"k1": {"name": "Work"}}}
/// > Core/echo {"#a": {"resultOf": "c0", "name": "Mailbox/set", "path": "/newState"}}
/// < Mailbox/set {"notCreated": {"k1": {"type": "invalidProperties", "...": 0}}, "...": 0}
/// < Core/echo {"a": "{state}"}
/// ```
///
/// Calls that follow each other are one request, which has the ids `c0`, `c1` and so on and names all
/// capabilities. `accountId` is alice's where none is given, and is not compared where none is.
/// JSON may go on over lines that begin with a space.
///
/// In what is expected `"{any}"` is anything, `"{name}"` is noted when it is first met and must be
/// the same later, also in requests; `"..."` as a key lets an object have more. `as bob` goes on as
/// somebody else.
///
/// What is not a call is sent as it stands: `> POST /jmap/api` with fields on lines that begin with
/// `+`, the body on lines that begin with a space; `< 400 {"type": …}` compares status and body.
public record JmapTranscript(Path file, List<Step> steps) {

    /// @param kind `given`, `then`, `as`, `>`, `<` or `+`
    /// @param text behind it, with the lines that go on
    public record Step(int line, String kind, String text) {}

    private static final List<String> KINDS = List.of("given", "then", "as", ">", "<", "+");

    public static JmapTranscript parse(Path file) throws IOException {
        List<Step> steps = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(" ") && !steps.isEmpty()) {
                Step last = steps.removeLast();
                steps.add(new Step(last.line(), last.kind(), last.text() + "\n" + line.strip()));
                continue;
            }
            String kind = line.contains(" ") ? line.substring(0, line.indexOf(' ')) : line;
            if (!KINDS.contains(kind)) {
                throw new IllegalArgumentException(file + ":" + number + ": what is " + kind + "?");
            }
            steps.add(new Step(number, kind, line.substring(kind.length()).strip()));
        }
        return new JmapTranscript(file, List.copyOf(steps));
    }

    /// Makes a stage for a transcript.
    public interface Opening {
        JmapStage open() throws Exception;
    }

    /// @param folder below `src/test/transcripts`; every `*.txt` in and below it is played
    public static Stream<DynamicTest> in(String folder, Opening opening) throws IOException {
        Path root = Path.of("src", "test", "transcripts", folder);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no transcripts below " + root.toAbsolutePath());
        }
        return files.stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                root.relativize(file).toString(),
                                file.toUri(),
                                () -> play(file, opening)));
    }

    private static void play(Path file, Opening opening) throws Exception {
        JmapTranscript transcript = parse(file);
        try (JmapStage stage = opening.open()) {
            new JmapPlayer(stage, transcript).play();
        }
    }

    /// For stages: a sentence that nobody understands.
    static AssertionError unknown(String sentence) {
        return Stage.unknown(sentence);
    }
}
