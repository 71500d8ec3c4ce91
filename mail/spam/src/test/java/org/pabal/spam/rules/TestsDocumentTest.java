// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pabal.spam.SpamTest;

/// The list of the tests for operators, made from the table and the sentences.
class TestsDocumentTest {
    private static final String DOCUMENT = "docs/reference/spam-tests.md";

    @Test
    void documentSaysWhatTheTableSays() throws IOException {
        Path file = root().resolve(DOCUMENT);
        Path made = Path.of(System.getProperty("java.io.tmpdir"), "spam-tests.md");
        Files.writeString(made, document());
        assertThat(Files.readString(file))
                .as("%s; the right one is in %s", DOCUMENT, made)
                .isEqualTo(document());
    }

    static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("docs/reference"))) {
            at = at.getParent();
        }
        return at;
    }

    private static String document() {
        StringBuilder text = new StringBuilder(HEAD);
        Set<String> named = new TreeSet<>();
        for (SpamTest test : SpamTest.values()) {
            named.add(TestTexts.key(test.name()));
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| `%s` | %s | %s |%n",
                            test.name(),
                            points(test.points()),
                            sentence(test.name())));
        }
        Set<String> others =
                TestTexts.keys(TextLanguage.ENGLISH).stream()
                        .filter(key -> !named.contains(key))
                        .collect(Collectors.toCollection(TreeSet::new));
        for (String key : others) {
            text.append(String.format(Locale.ROOT, "| `%s` | varies | %s |%n", key, sentence(key)));
        }
        return text.toString();
    }

    private static String sentence(String test) {
        return TestTexts.of(test, TextLanguage.ENGLISH)
                .replace(": ?", "")
                .replace(" ?", " …")
                .replace("|", "\\|");
    }

    private static String points(double points) {
        return points == 0 ? "0" : Double.toString(points).replaceAll("\\.0$", "");
    }

    private static final String HEAD =
            """
            # Tests of the spam filter

            Made from the program; a test compares it. Change the points of a test in the settings:

            ```toml
            [spam]
            points = ["SUBJECT_ALL_CAPITALS=0.2", "FREEMAIL_FORGED=2.5"]
            ```

            A test that is not listed here stops the start, which names the nearest one.

            Points above 0 speak for spam, below 0 against it; 0 informs. From 5 on a mail is spam. No
            single test of the rules gives 5, and words alone give 4.5 at most. Points that vary come
            with what was found, such as the weight of a list in the settings. A `*` stands for the rest
            of a name.

            | test | points | what it found |
            |---|---|---|
            """;
}
