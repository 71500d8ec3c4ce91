// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.pabal.message.UnavailableException;

/// Scripts of the administrator that every script may include, as `NAME.sieve` in one directory.
///
/// Safe for use by many threads. Nothing is remembered: {@link #stamp} tells whether a file is still
/// the one that was read.
public final class GlobalScripts {
    /// The administrator's scripts may be larger than people's: lists of addresses grow.
    private static final int MAX_OCTETS = 1 << 20;

    private final Optional<Path> directory;

    /// @param directory empty for no global scripts
    public GlobalScripts(Optional<Path> directory) {
        this.directory = directory;
    }

    /// What tells one version of a file from another.
    record Stamp(long octets, FileTime modified) {}

    /// @return empty when there is none
    /// @throws UnavailableException when it cannot be read
    public Optional<byte[]> text(String name) {
        Optional<Path> file = file(name);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file.get())) {
            byte[] octets = in.readNBytes(MAX_OCTETS + 1);
            if (octets.length > MAX_OCTETS) {
                throw new UnavailableException(
                        "the script " + file.get() + " has more than " + MAX_OCTETS + " octets");
            }
            return Optional.of(octets);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UnavailableException(
                    "the script " + file.get() + " cannot be read: " + unreadable, unreadable);
        }
    }

    /// @return empty when there is no such script
    Optional<Stamp> stamp(String name) {
        return file(name).flatMap(GlobalScripts::stampOf);
    }

    private static Optional<Stamp> stampOf(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stamp(attributes.size(), attributes.lastModifiedTime()));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /// The name was written by a stranger: only what may name a script leads to a file (THREATS V01).
    private Optional<Path> file(String name) {
        return directory.flatMap(
                folder -> ScriptName.parse(name).flatMap(known -> resolve(folder, known)));
    }

    private static Optional<Path> resolve(Path folder, ScriptName name) {
        try {
            return Optional.of(folder.resolve(name.text() + ".sieve"));
        } catch (InvalidPathException noFileCanHaveIt) {
            return Optional.empty();
        }
    }
}
