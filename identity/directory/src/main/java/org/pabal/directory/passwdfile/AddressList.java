// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.passwdfile;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.source.SourceAccount;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The accounts of a file whose passwords somebody else judges: a name or an address on each line,
/// up to the first colon, so that any `passwd` will do.
public final class AddressList {
    private final PasswdFile file;

    /// @param domains of the addresses; bare names are of the domain if it is one
    public AddressList(Path path, Set<Domain> domains) {
        this(path, domains, Ticker.systemTicker());
    }

    AddressList(Path path, Set<Domain> domains, Ticker ticker) {
        Optional<Domain> own =
                domains.size() == 1 ? domains.stream().findFirst() : Optional.empty();
        this.file = PasswdFile.of(path, Optional.empty(), own, domains, ticker);
    }

    public Optional<SourceAccount> find(Address address) {
        return Optional.ofNullable(file.accounts().accounts().get(address))
                .map(FileAccount::toSourceAccount);
    }

    /// In no order.
    public List<SourceAccount> all() {
        return file.accounts().accounts().values().stream()
                .map(FileAccount::toSourceAccount)
                .toList();
    }

    /// One sentence.
    public String health() {
        return file.health();
    }

    /// What is wrong with the file at the moment.
    public Optional<String> trouble() {
        file.watched().refresh();
        return file.watched().trouble();
    }
}
