// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.passwdfile;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.Domain;

/// One file, with its shadow if it has one.
///
/// @param own the domain of bare names; empty where the file is of several
record PasswdFile(
        Path file,
        Optional<Path> shadow,
        Optional<Domain> own,
        WatchedFiles<FileAccounts> watched) {

    static PasswdFile of(
            Path file,
            Optional<Path> shadow,
            Optional<Domain> own,
            Set<Domain> domains,
            Ticker ticker) {
        List<Path> paths = new ArrayList<>(List.of(file));
        shadow.ifPresent(paths::add);
        return new PasswdFile(
                file,
                shadow,
                own,
                new WatchedFiles<>(
                        paths,
                        (contents, before) -> read(file, contents, before, own, domains),
                        ticker));
    }

    /// Nobody loses all accounts on purpose by emptying a file.
    private static FileAccounts read(
            Path file,
            List<byte[]> contents,
            Optional<FileAccounts> before,
            Optional<Domain> own,
            Set<Domain> domains)
            throws WatchedFiles.Unusable {
        Optional<byte[]> shadow =
                contents.size() > 1 ? Optional.of(contents.getLast()) : Optional.empty();
        FileAccounts read = new PasswdLines(own, domains).read(contents.getFirst(), shadow);
        if (read.accounts().isEmpty()
                && before.filter(known -> !known.accounts().isEmpty()).isPresent()) {
            throw new WatchedFiles.Unusable(
                    file
                            + " holds no account any more (take the domain out of the settings if"
                            + " that is meant)");
        }
        return read;
    }

    FileAccounts accounts() {
        return watched.content();
    }

    /// One sentence for the operator.
    String health() {
        Optional<String> trouble = watched.trouble();
        if (trouble.isPresent()) {
            return trouble.get();
        }
        FileAccounts accounts = accounts();
        return file
                + ": "
                + accounts.accounts().size()
                + " accounts"
                + (accounts.problems() == 0
                        ? ""
                        : ", " + accounts.problems() + " lines with problems; " + accounts.first());
    }
}
