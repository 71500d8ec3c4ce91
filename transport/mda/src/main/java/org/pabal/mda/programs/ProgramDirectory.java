// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/// Finds a program by its plain name, and says no to everything that somebody else than the
/// administrator could have put there. THREATS V09
final class ProgramDirectory {
    private static final int MAX_NAME = 255;

    private ProgramDirectory() {}

    sealed interface Finding {}

    /// @param file its real path
    record Found(Path file) implements Finding {}

    record Refused(String reason) implements Finding {}

    static Finding find(Path directory, String program) {
        if (!isPlain(program)) {
            return new Refused("a program has a plain name without '/'");
        }
        try {
            Path real = directory.toRealPath();
            Path file = real.resolve(program).toRealPath();
            return objection(real, file)
                    .<Finding>map(Refused::new)
                    .orElseGet(() -> new Found(file));
        } catch (NoSuchFileException missing) {
            return new Refused("there is no file " + missing.getMessage());
        } catch (IOException unreadable) {
            return new Refused("it cannot be looked at: " + unreadable);
        }
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && !name.startsWith(".")
                && name.indexOf('/') < 0
                && name.chars().noneMatch(Character::isISOControl);
    }

    private static Optional<String> objection(Path directory, Path file) throws IOException {
        PosixFileAttributes ofDirectory =
                Files.readAttributes(directory, PosixFileAttributes.class);
        PosixFileAttributes ofFile = Files.readAttributes(file, PosixFileAttributes.class);
        if (!ofDirectory.isDirectory()) {
            return Optional.of(directory + " is no directory");
        }
        if (!directory.equals(file.getParent())) {
            return Optional.of("it leads out of its directory to " + file);
        }
        if (!ofFile.isRegularFile()) {
            return Optional.of(file + " is not a file");
        }
        return ofOthers(directory, ofDirectory)
                .or(() -> ofOthers(file, ofFile))
                .or(() ->
                        Files.isExecutable(file)
                                ? Optional.empty()
                                : Optional.of(
                                        file + " may not be run by this server: chmod +x " + file));
    }

    private static Optional<String> ofOthers(Path path, PosixFileAttributes found) {
        Set<PosixFilePermission> permissions = found.permissions();
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            return Optional.of(path + " can be changed by others: chmod go-w " + path);
        }
        String owner = found.owner().getName();
        return owner.equals("root") || owner.equals(System.getProperty("user.name"))
                ? Optional.empty()
                : Optional.of(
                        path
                                + " belongs to "
                                + owner
                                + "; give it to root or to the server's user");
    }
}
