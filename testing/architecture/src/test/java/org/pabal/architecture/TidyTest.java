// SPDX-License-Identifier: Apache-2.0
package org.pabal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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
    private static final Path ROOT = root();
    private static final Path INDEX = ROOT.resolve("docs/rfc/index.tsv");

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
        for (Path file : sources(".java")) {
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
        for (Path file : sources(".java")) {
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
        for (Path file : sources(".java")) {
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
        Set<Integer> known = index().keySet();
        Map<Integer, Path> unknown = new TreeMap<>();
        for (Path file : sources(".java", ".txt", ".md")) {
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
        for (Path file : sources(".java", ".txt", ".md")) {
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
        Map<Integer, String> index = index();
        List<Integer> order =
                Files.readAllLines(INDEX).stream()
                        .skip(1)
                        .map(line -> Integer.valueOf(line.split("\t", -1)[0]))
                        .toList();
        assertThat(order).isSorted().doesNotHaveDuplicates();
        assertThat(STATUS).containsAll(index.values());
    }

    /// Number and status.
    private static Map<Integer, String> index() throws IOException {
        Map<Integer, String> index = new TreeMap<>();
        for (String line : Files.readAllLines(INDEX).stream().skip(1).toList()) {
            String[] fields = line.split("\t", -1);
            assertThat(fields).as(line).hasSize(3);
            assertThat(fields[1]).as(line).isNotBlank();
            index.put(Integer.valueOf(fields[0]), fields[2]);
        }
        return index;
    }

    private static List<String> findings(Pattern pattern, String... endings) throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path file : sources(endings)) {
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

    /// The project's own files: nothing built, nothing hidden, no data of others (`resources`).
    private static List<Path> sources(String... endings) throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(
                ROOT,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        String name = folder.getFileName().toString();
                        boolean skipped =
                                !folder.equals(ROOT)
                                        && (name.startsWith(".")
                                                || name.equals("target")
                                                || name.equals("resources")
                                                || Files.exists(folder.resolve("pabal.sock"))
                                                || name.equals("demo-data"));
                        return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        for (String ending : endings) {
                            if (file.toString().endsWith(ending)) {
                                sources.add(file);
                            }
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return sources;
    }

    /// The folder with the modules, above the one in which Maven runs a module's tests.
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("testing/architecture/pom.xml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not run inside the project's tree");
            }
        }
        return folder;
    }
}
