// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pabal.spam.Finding;
import org.pabal.spam.SpamTest;

class TestTextsTest {

    @Test
    void everyTestIsExplainedInBothLanguages() {
        assertThat(TestTexts.keys(TextLanguage.KOREAN))
                .isEqualTo(TestTexts.keys(TextLanguage.ENGLISH));
        for (SpamTest test : SpamTest.values()) {
            assertThat(TestTexts.isExplained(test.name())).as(test.name()).isTrue();
        }
    }

    /// Names that other parts of the program give their findings.
    @Test
    void everyNameInTheProgramIsExplained() throws IOException {
        Pattern finding = Pattern.compile("new Finding\\(\\s*\"([A-Z0-9_]+)\"");
        for (String group : List.of("mail", "transport", "access", "apps")) {
            try (Stream<Path> files = Files.walk(TestsDocumentTest.root().resolve(group))) {
                for (Path file : files.filter(TestTextsTest::isProduct).toList()) {
                    Matcher names = finding.matcher(Files.readString(file));
                    while (names.find()) {
                        assertThat(TestTexts.isExplained(names.group(1)))
                                .as(names.group(1) + " in " + file)
                                .isTrue();
                    }
                }
            }
        }
    }

    private static boolean isProduct(Path file) {
        String path = file.toString().replace('\\', '/');
        return path.contains("/src/main/java/") && path.endsWith(".java");
    }

    @Test
    void sentencesArePlain() {
        for (TextLanguage language : TextLanguage.values()) {
            for (String key : TestTexts.keys(language)) {
                String text = TestTexts.of(key, language);
                assertThat(text).as(key).isNotBlank().doesNotEndWith(".").doesNotContain("{");
            }
        }
        for (String key : TestTexts.keys(TextLanguage.KOREAN)) {
            assertThat(TestTexts.of(key, TextLanguage.KOREAN)).as(key).matches(".*(니다|: \\?)");
        }
    }

    @Test
    void theDetailStandsInTheSentence() {
        assertThat(TestTexts.of(new Finding("SPF_FAIL", 2, "example.org"), TextLanguage.ENGLISH))
                .endsWith("(example.org)");
    }

    @Test
    void testsOfOthersAreSaidToBeOthers() {
        assertThat(TestTexts.of("NOBODY_KNOWS", TextLanguage.ENGLISH))
                .isEqualTo("The test NOBODY_KNOWS of another program");
    }
}
