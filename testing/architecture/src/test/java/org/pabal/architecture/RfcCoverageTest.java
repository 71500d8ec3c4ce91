// SPDX-License-Identifier: Apache-2.0
package org.pabal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps `docs/rfc/COVERAGE.md`: which section of which RFC is kept by which file, from the citations
/// in the sources.
class RfcCoverageTest {
    private static final Path COVERAGE = SourceTree.ROOT.resolve("docs/rfc/COVERAGE.md");

    /// Also with further sections: `RFC 7162 §3.1.3 and §3.2`.
    private static final Pattern CITATION =
            Pattern.compile(
                    "\\bRFC (\\d{3,5}) (§[0-9A-Z][0-9.]*(?:(?:,|,? and|,? to|;) §[0-9A-Z][0-9.]*)*)");

    private static final Pattern SECTION = Pattern.compile("§([0-9A-Z]+(?:\\.[0-9]+)*)");

    private static final Pattern LINE_OF_COMMENT = Pattern.compile("\\n\\s*(?:///|//|#|\\*)?\\s*");

    /// `§6.3.9` before `§6.3.10`, appendices behind the numbers.
    private static final Comparator<String> BY_SECTION =
            Comparator.comparing(section ->
                    Stream.of(section.split("\\."))
                            .map(part ->
                                    part.matches("\\d+")
                                            ? "%05d".formatted(Integer.valueOf(part))
                                            : part)
                            .collect(Collectors.joining(".")));

    /// @param code names of classes
    /// @param tests names of test classes and transcripts
    private record Places(SortedSet<String> code, SortedSet<String> tests) {
        Places() {
            this(new TreeSet<>(), new TreeSet<>());
        }
    }

    @Test
    void coverageIsUpToDate() throws IOException {
        String expected = write(gather());
        String there = Files.exists(COVERAGE) ? Files.readString(COVERAGE) : "";
        if (!there.equals(expected)) {
            Files.writeString(COVERAGE, expected);
        }
        assertThat(there.equals(expected))
                .as("docs/rfc/COVERAGE.md was behind the sources and is written anew: commit it")
                .isTrue();
    }

    private static Map<Integer, SortedMap<String, Places>> gather() throws IOException {
        Map<Integer, SortedMap<String, Places>> all = new TreeMap<>();
        for (Path file : SourceTree.files(".java", ".txt")) {
            String path = SourceTree.ROOT.relativize(file).toString();
            boolean code = path.contains("/src/main/java/");
            if (path.startsWith("testing/architecture/") || !code && !path.contains("/src/test/")) {
                continue;
            }
            String text = LINE_OF_COMMENT.matcher(Files.readString(file)).replaceAll(" ");
            Matcher citation = CITATION.matcher(text);
            while (citation.find()) {
                SortedMap<String, Places> sections =
                        all.computeIfAbsent(
                                Integer.valueOf(citation.group(1)), _ -> new TreeMap<>(BY_SECTION));
                Matcher section = SECTION.matcher(citation.group(2));
                while (section.find()) {
                    Places places = sections.computeIfAbsent(section.group(1), _ -> new Places());
                    (code ? places.code() : places.tests()).add(name(file, code));
                }
            }
        }
        return all;
    }

    private static String name(Path file, boolean code) {
        String name = file.getFileName().toString();
        if (name.equals("package-info.java")) {
            return "package " + file.getParent().getFileName();
        }
        return code || name.endsWith(".java")
                ? name.substring(0, name.lastIndexOf('.'))
                : file.getParent().getFileName() + "/" + name.substring(0, name.length() - 4);
    }

    private static String write(Map<Integer, SortedMap<String, Places>> all) throws IOException {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Which section is kept where

                        Written by `testing/architecture` from the citations in the sources; [index.tsv](index.tsv)
                        says how far each RFC is kept. A section without a line is either plain grammar, kept by
                        the code of its neighbours, or not kept.
                        """);
        for (SourceTree.Rfc rfc : SourceTree.rfcs().values()) {
            SortedMap<String, Places> sections = all.get(rfc.number());
            if (sections == null
                    || !sections.values().stream().anyMatch(p -> !p.code().isEmpty())) {
                continue;
            }
            page.append("\n## RFC %d: %s\n".formatted(rfc.number(), rfc.title()));
            page.append("\nStatus: ").append(rfc.status()).append(".\n");
            page.append("\n| section | code | tests |\n|---|---|---|\n");
            sections.forEach((section, places) ->
                    page.append(
                            "| §%s | %s | %s |\n"
                                    .formatted(
                                            section, list(places.code()), list(places.tests()))));
        }
        return page.toString();
    }

    private static String list(SortedSet<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
