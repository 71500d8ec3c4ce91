// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;

/// The directories of the accounts' indexes: `<account number>/`.
final class IndexFiles {
    private final Path root;

    IndexFiles(Path root) {
        this.root = root;
    }

    private Path path(long account) {
        return root.resolve(Long.toString(account));
    }

    boolean exists(long account) {
        return Files.isDirectory(path(account));
    }

    Directory open(long account) throws IOException {
        Path path = path(account);
        Files.createDirectories(
                path,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return UnsyncedDirectory.open(path);
    }

    void delete(long account) throws IOException {
        try (Stream<Path> files = Files.walk(path(account))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            // There was none.
        }
    }

    long octets(long account) throws IOException {
        long octets = 0;
        try (Stream<Path> files = Files.list(path(account))) {
            for (Path file : files.toList()) {
                octets += size(file);
            }
        } catch (NoSuchFileException _) {
            // There is none.
        }
        return octets;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException merged) {
            return 0;
        }
    }

    /// Accounts that have an index.
    List<Long> accounts() throws IOException {
        try (Stream<Path> paths = Files.list(root)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[1-9][0-9]{0,17}"))
                    .map(Long::valueOf)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }
}
