// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.pabal.server.settings.PrivateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The secrets that return addresses are made with, one a line, the newest first: the form in which
/// postsrsd keeps them, too. Lines with `#` are left out.
///
/// A change of the file is taken up with the next address that is made or read. It is replaced by
/// renaming, so that a crash leaves the old or the new one. Safe for use by many threads.
final class SrsSecretFile implements Supplier<List<String>> {
    private static final Logger LOG = LoggerFactory.getLogger(SrsSecretFile.class);

    /// Each is tried for an address.
    private static final int MAX_SECRETS = 16;

    private static final int MIN_CHARACTERS = 8;
    private static final int MADE_OCTETS = 24;

    private final Path file;
    private volatile Known known;

    private record Known(FileTime changed, List<String> secrets) {}

    private SrsSecretFile(Path file, Known known) {
        this.file = file;
        this.known = known;
    }

    /// @param random makes the first secret when there is no file
    static SrsSecretFile open(Path file, RandomGenerator random) throws StartFailure {
        try {
            if (!Files.exists(file)) {
                PrivateFile.write(file, made(random) + "\n");
            }
            return new SrsSecretFile(file, read(file));
        } catch (IOException unusable) {
            throw new StartFailure(
                    "the secrets of return addresses (srs.secret-file) cannot be used: "
                            + unusable.getMessage(),
                    unusable);
        }
    }

    @Override
    public List<String> get() {
        try {
            if (!Files.getLastModifiedTime(file).equals(known.changed())) {
                known = read(file);
                LOG.info("event=srs-secrets-read file={} secrets={}", file, known.secrets().size());
            }
        } catch (IOException unusable) {
            LOG.warn(
                    "event=srs-secrets-unreadable file={} reason=\"{}\": the ones from before hold",
                    file,
                    unusable.getMessage());
        }
        return known.secrets();
    }

    private static Known read(Path file) throws IOException {
        FileTime changed = Files.getLastModifiedTime(file);
        if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException(file + " can be read by others: chmod 600 " + file);
        }
        List<String> secrets = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                secrets.add(line.strip());
            }
        }
        if (secrets.isEmpty() || secrets.size() > MAX_SECRETS) {
            throw new IOException(file + " has none or more than " + MAX_SECRETS + " secrets");
        }
        if (secrets.stream().anyMatch(secret -> secret.length() < MIN_CHARACTERS)) {
            throw new IOException(
                    file + " has a secret of less than " + MIN_CHARACTERS + " characters");
        }
        return new Known(changed, List.copyOf(secrets));
    }

    /// Puts a new secret on top; those from before still verify what they have made.
    ///
    /// @return how many there are now
    static int rotate(Path file, RandomGenerator random) throws IOException {
        List<String> secrets = new ArrayList<>(List.of(made(random)));
        try {
            secrets.addAll(read(file).secrets());
        } catch (NoSuchFileException _) {
            // The first one.
        }
        List<String> kept = secrets.subList(0, Math.min(secrets.size(), MAX_SECRETS));
        PrivateFile.write(file, String.join("\n", kept) + "\n");
        return Math.min(secrets.size(), MAX_SECRETS);
    }

    private static String made(RandomGenerator random) {
        byte[] octets = new byte[MADE_OCTETS];
        random.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }
}
