// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The `.qmail` files of a folder. dot-qmail(5)
final class QmailFolder {
    private static final String NAME = ".qmail";
    private static final int MAX_FILES = 10_000;
    private static final int MAX_OCTETS = 1 << 20;

    private QmailFolder() {}

    /// @param extension empty for `.qmail` itself; with dots where the name has colons
    /// @param byDefault it stands for all extensions that begin so
    record File(Path path, String extension, boolean byDefault, String text) {}

    /// In the order in which they are asked: exact names, then the longest beginning.
    static List<File> read(Path folder) throws IOException {
        List<File> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, NAME + "*")) {
            for (Path path : all) {
                String name = String.valueOf(path.getFileName());
                boolean fits = name.equals(NAME) || name.startsWith(NAME + "-");
                if (fits && Files.isRegularFile(path) && files.size() < MAX_FILES) {
                    files.add(file(path, name.substring(NAME.length())));
                }
            }
        }
        files.sort(
                Comparator.comparingInt((File file) -> file.byDefault() ? 1 : 0)
                        .thenComparingInt(file -> -file.extension().length())
                        .thenComparing(File::extension));
        return files;
    }

    /// @param rest empty, or a dash and the extension
    private static File file(Path path, String rest) throws IOException {
        if (Files.size(path) > MAX_OCTETS) {
            throw new IOException(path + " is larger than 1 MiB");
        }
        boolean byDefault = rest.equals("-default") || rest.endsWith("-default");
        String extension =
                (byDefault ? rest.substring(0, rest.length() - "default".length()) : rest)
                        .replace(':', '.');
        return new File(
                path, extension.isEmpty() ? "" : extension.substring(1), byDefault, text(path));
    }

    private static String text(Path path) throws IOException {
        try {
            return Files.readString(path);
        } catch (MalformedInputException notUtf8) {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        }
    }
}
