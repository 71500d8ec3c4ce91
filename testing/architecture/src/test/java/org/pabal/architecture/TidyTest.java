// SPDX-License-Identifier: Apache-2.0
package org.pabal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// How the tree of sources looks. Reads it, writes nothing.
class TidyTest {
    private static final String SPDX = "// SPDX-License-Identifier: Apache-2.0";
    private static final Path ROOT = SourceTree.ROOT;

    /// What the third column of the RFC index may say.
    private static final Set<String> STATUS = Set.of("kept", "in part", "read", "planned");

    private static final Pattern CITATION = Pattern.compile("\\bRFCs?[ \\n]+(\\d{3,5})");
    private static final Pattern THREAT = Pattern.compile("[A-Z]\\d\\d");
    private static final Pattern THREATS =
            Pattern.compile("THREATS ((?:" + THREAT + "(?:,? (?:and |to )?)?)+)");
    private static final Pattern MANAGED_JAR =
            Pattern.compile(
                    "<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>");
    private static final Pattern LOOSE_END =
            Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME)\\b(?!\\(#\\d+\\))");

    /// A thing without a better home has not been understood yet.
    private static final Set<String> HOMELESS = Set.of("common", "util", "core", "base", "impl");

    private static final Pattern EMPTY_NAME =
            Pattern.compile("Abstract[A-Z].*|.*(?:Manager|Helper|Processor|Impl|Utils?)");

    @Test
    void everySourceFileBeginsWithItsLicence() throws IOException {
        List<Path> without = new ArrayList<>();
        for (Path file : SourceTree.files(".java")) {
            try (var lines = Files.lines(file)) {
                if (!lines.findFirst().orElse("").equals(SPDX)) {
                    without.add(ROOT.relativize(file));
                }
            }
        }
        assertThat(without).as("first line: " + SPDX).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        Set<Path> without = new TreeSet<>();
        for (Path file : SourceTree.files(".java")) {
            Path folder = file.getParent();
            boolean product = file.toString().contains("/src/main/java/org/");
            if (product && !Files.exists(folder.resolve("package-info.java"))) {
                without.add(ROOT.relativize(folder));
            }
        }
        assertThat(without).as("packages without package-info.java").isEmpty();
    }

    @Test
    void everyLooseEndHasAnIssue() throws IOException {
        assertThat(findings(LOOSE_END, ".java", ".xml", ".txt", ".md"))
                .as("write it as TO" + "DO(#123), with the issue's number")
                .isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() throws IOException {
        Set<Path> without = new TreeSet<>();
        for (Path file : SourceTree.files(".java")) {
            String folder = file.getParent().getFileName().toString();
            String name = file.getFileName().toString().replace(".java", "");
            if (HOMELESS.contains(folder) || EMPTY_NAME.matcher(name).matches()) {
                without.add(ROOT.relativize(file));
            }
        }
        assertThat(without).as("name it after its part in mail").isEmpty();
    }

    @Test
    void everyCitedRfcIsInTheIndex() throws IOException {
        Set<Integer> known = SourceTree.rfcs().keySet();
        Map<Integer, Path> unknown = new TreeMap<>();
        for (Path file : SourceTree.files(".java", ".txt", ".md")) {
            Matcher citation = CITATION.matcher(Files.readString(file));
            while (citation.find()) {
                int number = Integer.parseInt(citation.group(1));
                if (!known.contains(number)) {
                    unknown.put(number, ROOT.relativize(file));
                }
            }
        }
        assertThat(unknown).as("add a line to docs/rfc/index.tsv").isEmpty();
    }

    @Test
    void everyCitedThreatIsExplained() throws IOException {
        String explained = Files.readString(ROOT.resolve("docs/security.md"));
        Map<String, Path> unknown = new TreeMap<>();
        for (Path file : SourceTree.files(".java", ".txt", ".md")) {
            Matcher citation = THREATS.matcher(Files.readString(file));
            while (citation.find()) {
                Matcher id = THREAT.matcher(citation.group(1));
                while (id.find()) {
                    if (!explained.contains(id.group())) {
                        unknown.put(id.group(), ROOT.relativize(file));
                    }
                }
            }
        }
        assertThat(unknown).as("add a line to docs/security.md").isEmpty();
    }

    @Test
    void everyThirdPartyJarHasItsReason() throws IOException {
        String reasons = Files.readString(ROOT.resolve("docs/dependencies.md"));
        Set<String> without = new TreeSet<>();
        Matcher jar = MANAGED_JAR.matcher(Files.readString(ROOT.resolve("pom.xml")));
        while (jar.find()) {
            boolean ours = jar.group(1).equals("org.pabal") || jar.group(2).contains("-plugin");
            if (!ours && !reasons.contains("`" + jar.group(2) + "`")) {
                without.add(jar.group(2));
            }
        }
        assertThat(without).as("add a line to docs/dependencies.md").isEmpty();
    }

    @Test
    void theRfcIndexIsInOrderAndSpeaksInFourWords() throws IOException {
        assertThat(SourceTree.rfcOrder()).isSorted().doesNotHaveDuplicates();
        assertThat(SourceTree.rfcs().values())
                .allSatisfy(rfc -> assertThat(STATUS).contains(rfc.status()));
    }

    private static List<String> findings(Pattern pattern, String... endings) throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path file : SourceTree.files(endings)) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    findings.add(
                            ROOT.relativize(file) + ":" + (i + 1) + " " + lines.get(i).strip());
                }
            }
        }
        return findings;
    }
}
