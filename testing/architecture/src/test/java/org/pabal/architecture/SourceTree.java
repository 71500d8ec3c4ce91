// SPDX-License-Identifier: Apache-2.0
package org.pabal.architecture;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The project's own files as they lie in the checkout.
final class SourceTree {
    static final Path ROOT = root();
    private static final Path INDEX = ROOT.resolve("docs/rfc/index.tsv");

    private SourceTree() {}

    /// @param status one of the four words that the index may say
    record Rfc(int number, String title, String status) {}

    /// By number, in the order of the file.
    static Map<Integer, Rfc> rfcs() throws IOException {
        Map<Integer, Rfc> index = new TreeMap<>();
        for (String line : Files.readAllLines(INDEX).stream().skip(1).toList()) {
            String[] fields = line.split("\t", -1);
            if (fields.length != 3 || fields[1].isBlank()) {
                throw new IllegalStateException(INDEX + ": number, title and status in: " + line);
            }
            int number = Integer.parseInt(fields[0]);
            index.put(number, new Rfc(number, fields[1], fields[2]));
        }
        return index;
    }

    /// The numbers as they stand in the file.
    static List<Integer> rfcOrder() throws IOException {
        return Files.readAllLines(INDEX).stream()
                .skip(1)
                .map(line -> Integer.valueOf(line.split("\t", -1)[0]))
                .toList();
    }

    /// The project's own files: nothing built, nothing hidden, no data of others (`resources`).
    static List<Path> files(String... endings) throws IOException {
        List<Path> files = new ArrayList<>();
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
                                                || name.equals("node_modules")
                                                || Files.exists(folder.resolve("pabal.sock"))
                                                || name.equals("demo-data"));
                        return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        for (String ending : endings) {
                            if (file.toString().endsWith(ending)) {
                                files.add(file);
                            }
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
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
